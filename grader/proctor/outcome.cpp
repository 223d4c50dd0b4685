#include "grader/proctor/outcome.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <utility>

#include "grader/wire/messages.hpp"

namespace proctor {
namespace {

using ::testing::Matcher;
using ::testing::MatchResultListener;

bool is_absent(const Json& value) { return value.is_object() && value.contains(wire::kAbsent); }

std::string compact(const Json& value) {
  if (is_absent(value)) return "nothing (no value)";
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A matcher made of a description and a predicate; what it explains is always the outcome itself, which GoogleTest
// prints anyway.
class OutcomeMatcher {
 public:
  using is_gtest_matcher = void;
  using Predicate = std::function<bool(const Outcome&)>;

  OutcomeMatcher(std::string description, Predicate predicate)
      : description_(std::move(description)), predicate_(std::move(predicate)) {}

  bool MatchAndExplain(const Outcome& outcome, MatchResultListener*) const { return predicate_(outcome); }  // NOLINT
  void DescribeTo(std::ostream* out) const { *out << description_; }                                        // NOLINT
  void DescribeNegationTo(std::ostream* out) const { *out << "not: " << description_; }                     // NOLINT

 private:
  std::string description_;
  Predicate predicate_;
};

bool is_return(const Outcome& outcome) { return outcome.kind == Outcome::Kind::kReturned; }
bool is_throw(const Outcome& outcome, const std::string& type) {
  return outcome.kind == Outcome::Kind::kThrew && outcome.type == type;
}

}  // namespace

std::string describe(Duration duration) {
  const double nanoseconds = static_cast<double>(duration.count());
  struct Unit {
    double size;
    const char* name;
  };
  constexpr std::array<Unit, 5> kUnits{{{60e9, "min"}, {1e9, "s"}, {1e6, "ms"}, {1e3, "us"}, {1, "ns"}}};
  for (const Unit& unit : kUnits) {
    if (std::abs(nanoseconds) < unit.size) continue;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4g %s", nanoseconds / unit.size, unit.name);
    return text.data();
  }
  return "0 s";
}

std::string describe(const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::kReturned:
      return "returned " + compact(outcome.value) + " after " + describe(outcome.took());
    case Outcome::Kind::kThrew:
      return "threw " + outcome.type + (outcome.message.empty() ? "" : " (" + outcome.message + ")") + " after " +
             describe(outcome.took());
    case Outcome::Kind::kHung:
    case Outcome::Kind::kCrashed:
    case Outcome::Kind::kTimedOut:
      return outcome.message;
  }
  return "nothing known";
}

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) { return out << describe(outcome); }

Matcher<const Outcome&> returned() { return OutcomeMatcher("a returned value", is_return); }

Matcher<const Outcome&> returned(Json value) {
  std::string description = "returned " + compact(value);
  return OutcomeMatcher(std::move(description), [value = std::move(value)](const Outcome& outcome) {
    return is_return(outcome) && outcome.value == value;
  });
}

Matcher<const Outcome&> returned_nothing() {
  return OutcomeMatcher("returned nothing (no value)",
                        [](const Outcome& outcome) { return is_return(outcome) && is_absent(outcome.value); });
}

Matcher<const Outcome&> threw(std::string type) {
  std::string description = "threw " + type;
  return OutcomeMatcher(std::move(description),
                        [type = std::move(type)](const Outcome& outcome) { return is_throw(outcome, type); });
}

Matcher<const Outcome&> threw(std::string type, std::string message) {
  std::string description = "threw " + type + " (" + message + ")";
  return OutcomeMatcher(std::move(description),
                        [type = std::move(type), message = std::move(message)](const Outcome& outcome) {
                          return is_throw(outcome, type) && outcome.message == message;
                        });
}

Matcher<const Outcome&> took(Duration duration) {
  return OutcomeMatcher("an end after exactly " + describe(duration), [duration](const Outcome& outcome) {
    return outcome.kind <= Outcome::Kind::kThrew && outcome.took() == duration;
  });
}

Matcher<const Outcome&> took_at_least(Duration duration) {
  return OutcomeMatcher("an end after at least " + describe(duration), [duration](const Outcome& outcome) {
    return outcome.kind <= Outcome::Kind::kThrew && outcome.took() >= duration;
  });
}

}  // namespace proctor
