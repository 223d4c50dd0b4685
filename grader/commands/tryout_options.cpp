#include "grader/commands/tryout_options.hpp"

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "mock_server/faults.hpp"

namespace grader {
namespace {

using nlohmann::json;

// A whole text that is a number, or nothing.
template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::int64_t nanoseconds_in(const std::string& text) {
  const std::size_t unit_at = text.find_first_not_of("0123456789.");
  const std::string unit = unit_at == std::string::npos ? "" : text.substr(unit_at);
  const auto number = number_in<double>(text.substr(0, text.size() - unit.size()));
  const double scale = unit == "ms" ? 1e6 : unit == "s" ? 1e9 : unit == "min" ? 60e9 : unit == "us" ? 1e3 : 0;
  constexpr double kLongest = 30.0 * 24 * 3600 * 1e9;
  if (!number || scale == 0 || *number * scale < 1 || *number * scale > kLongest) {
    throw UsageError("\"" + neutralise(text) + "\" is no limit: say 200ms, 1.5s or 2min, up to 30 days");
  }
  return std::llround(*number * scale);
}

mock_server::Arguments arguments_in(std::string_view text) {
  mock_server::Arguments arguments;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(':'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const std::size_t equals = one.find('=');
    const auto value = equals == std::string_view::npos ? std::nullopt : number_in<double>(one.substr(equals + 1));
    if (!value) throw UsageError("\"" + neutralise(std::string(one)) + "\" is no parameter: write it as ms=700");
    arguments.emplace(one.substr(0, equals), *value);
  }
  return arguments;
}

json fault_from(const std::string& text) {
  const auto status = number_in<int>(text);
  if (status) {
    if (*status < 200 || *status > 599) throw UsageError(text + " is no status of an answer: 200 to 599 are");
    return {{"id", "status"}, {"status", *status}};
  }
  const std::string id = text.substr(0, text.find(':'));
  const mock_server::Arguments arguments =
      arguments_in(std::string_view(text).substr(std::min(text.size(), id.size() + 1)));
  try {
    const mock_server::Fault& fault = mock_server::fault_named(id);
    mock_server::complete(fault, arguments);
    return {{"id", id}, {"arguments", arguments}, {"port", fault.needs_port()}};
  } catch (const std::invalid_argument& error) {
    throw UsageError(neutralise(error.what()) + "; 'grader try --list' names the faults");
  }
}

// The kernel's own waiting takes real time, which a tryout on virtual time would wait for without end.
constexpr std::string_view kReal[] = {"backlog_full", "accept_never"};

}  // namespace

json tryout_json(const TryOptions& options) {
  json faults = json::array();
  for (const std::string& fault : options.faults) faults.push_back(fault_from(fault));
  if (faults.empty()) faults.push_back(fault_from("ok"));
  for (const json& fault : faults) {
    const std::string id = fault.at("id");
    for (const std::string_view real : kReal) {
      if (id == real)
        throw UsageError(id + " takes real time, and cannot be tried on the virtual clock; try accept_hang");
    }
    if (fault.value("port", false) && faults.size() > 1)
      throw UsageError(id + " happens before a request is read, so it stands alone: give one --fault");
  }
  json tryout{{"faults", faults}};
  if (options.limit) tryout["limit_ns"] = nanoseconds_in(*options.limit);
  if (options.retries) tryout["retries"] = *options.retries;
  return tryout;
}

}  // namespace grader
