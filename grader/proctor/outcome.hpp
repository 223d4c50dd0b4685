#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

namespace proctor {

using Json = nlohmann::json;
using Duration = std::chrono::nanoseconds;

/// How one call into the subject ended.
///
/// `kReturned` and `kThrew` are the student's answer. The others say that no answer came:
///   kHung      nothing was left that could ever wake the call (found by reasoning, not by waiting)
///   kCrashed   the subject died, or left the channel: signal, exit, sanitizer, closed descriptor, garbage on the
///   channel kTimedOut  the subject used up a limit of real or processor time, or of output
struct Outcome {
  enum class Kind { kReturned, kThrew, kHung, kCrashed, kTimedOut };
  Kind kind = Kind::kHung;
  Json value = nullptr;      ///< kReturned: what was returned; null for void
  std::string type = {};     ///< kThrew: the error's type without its namespace, "TimeoutError"
  std::string message = {};  ///< kThrew: its what(); else a sentence for the student
  Duration started{};        ///< on the test's clock
  Duration ended{};
  Duration took() const { return ended - started; }
};

/// Describes an outcome as a student reads it: `returned {"id":7} after 150 ms`.
std::string describe(const Outcome& outcome);
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);  // NOLINT: GoogleTest prints through it

/// Describes a duration with the unit a person would choose: "250 ms", "1.5 s", "2 min".
std::string describe(Duration duration);

/// Matches an outcome that returned a value; with an argument, a value equal to it. An absent optional is `nothing`.
::testing::Matcher<const Outcome&> returned();
::testing::Matcher<const Outcome&> returned(Json value);
::testing::Matcher<const Outcome&> returned_nothing();

/// Matches an outcome that threw an error of that type ("TimeoutError", "CancelledError", "StatusError", …).
::testing::Matcher<const Outcome&> threw(std::string type);
/// … whose message is `message`: an error of the operation that came through unchanged.
::testing::Matcher<const Outcome&> threw(std::string type, std::string message);

/// Matches an outcome that took exactly `duration` of the test's virtual clock.
::testing::Matcher<const Outcome&> took(Duration duration);
/// Matches an outcome that took at least `duration` (the only bound fit for real time).
::testing::Matcher<const Outcome&> took_at_least(Duration duration);

}  // namespace proctor
