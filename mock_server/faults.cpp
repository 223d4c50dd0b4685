#include "mock_server/faults.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "mock_server/fault_rows.hpp"
#include "mock_server/text/suggest.hpp"

namespace mock_server {

namespace {

std::vector<Fault> all_rows() {
  std::vector<Fault> all;
  for (const auto rows : {fault_rows::connect(), fault_rows::response(), fault_rows::header(), fault_rows::body(),
                          fault_rows::status(), fault_rows::reuse(), fault_rows::redirect()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

[[noreturn]] void refuse_name(const Fault& fault, const std::string& name) {
  std::vector<std::string> known;
  for (const auto& parameter : fault.parameters) known.emplace_back(parameter.name);
  const std::string what = "the fault \"" + std::string(fault.id) + "\" takes no \"" + name + "\"";
  throw std::invalid_argument(what + (known.empty() ? "" : text::did_you_mean(name, known)));
}

void check(const Parameter& parameter, double value) {
  const bool whole = parameter.kind == Parameter::Kind::kFractions || value == std::floor(value);
  if (value >= parameter.lowest && value <= parameter.highest && whole) return;
  throw std::invalid_argument("\"" + std::string(parameter.name) + "\" must be " + range_of(parameter) + ", got " +
                              shown(value));
}

}  // namespace

std::string shown(double number) {
  std::ostringstream text;
  text.precision(15);
  text << number;
  return text.str();
}

std::string range_of(const Parameter& parameter) {
  return (parameter.kind == Parameter::Kind::kFractions ? "a number from " : "a whole number from ") +
         shown(parameter.lowest) + " to " + shown(parameter.highest);
}

Duration Wire::from_ms(double milliseconds) { return Duration(std::llround(milliseconds * 1e6)); }

bool Seen::allows(int other_exit) const {
  return other_exit == exit || (other_exit != 0 && std::ranges::find(or_exit, other_exit) != or_exit.end());
}

std::span<const Fault> faults() {
  static const std::vector<Fault> kAll = all_rows();
  return kAll;
}

const Fault* find_fault(std::string_view id) {
  const auto all = faults();
  const auto found = std::ranges::find(all, id, &Fault::id);
  return found == all.end() ? nullptr : &*found;
}

const Fault& fault_named(std::string_view id) {
  if (const Fault* const found = find_fault(id)) return *found;
  std::vector<std::string> ids;
  for (const auto& fault : faults()) ids.emplace_back(fault.id);
  throw std::invalid_argument("there is no fault \"" + std::string(id) + "\"" + text::did_you_mean(id, ids));
}

Arguments complete(const Fault& fault, Arguments arguments) {
  for (const auto& [name, value] : arguments) {
    const auto known = std::ranges::find(fault.parameters, name, &Parameter::name);
    if (known == fault.parameters.end()) refuse_name(fault, name);
    check(*known, value);
  }
  for (const auto& parameter : fault.parameters) arguments.try_emplace(std::string(parameter.name), parameter.fallback);
  return arguments;
}

}  // namespace mock_server
