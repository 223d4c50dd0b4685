#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "grader/proctor/outcome.hpp"

namespace proctor {

/// One run of an operation, as the proctor saw it. Times are on the test's clock.
struct Attempt {
  Json args = Json::array();
  Duration started{};
  std::optional<Duration> cancelled = {};  ///< when the student's code cancelled it
  std::optional<Duration> ended = {};      ///< when it had returned, thrown, or finished its cleanup
  bool on_loop = false;  ///< a blocking operation: it ran on the loop's own thread, and held everything up
};

/// A scripted asynchronous operation that a hidden test hands to the student's code as an argument.
///
/// In the subject it is a `Task<T>`, or a function that returns one each time it is called; every run asks the proctor
/// what to do, so time, results and failures live here and the subject cannot know them before they are due.
///
///   auto fetch = operation("fetch").takes(2s).throws("TransportError", "reset").then().returns({{"id", 7}});
///   auto outcome = subject.call("with_timeout", 5s, fetch);
///   EXPECT_EQ(fetch.attempts().size(), 1u);
///
/// A script is a list of steps; run n follows step n, and the last step repeats. `then()` begins the next step.
/// Without `returns` or `throws` a step never ends by itself. Copies share one script and one record.
class Operation {
 public:
  /// What the student's code is handed; see the makers below.
  enum class Kind { kAsync, kBlocking, kListener, kValues };

  explicit Operation(std::string name, Kind kind = Kind::kAsync);

  Operation& takes(Duration duration);  ///< waits so long on the test's clock before it ends; default 0
  Operation& returns(Json value = nullptr);
  /// Ends with an error: one of the kit's by its name without `aio::`, "std::runtime_error", "std::logic_error", or "int",
  /// which is no std::exception and has no message (an outcome calls it "::int").
  Operation& throws(std::string type, std::string message);
  Operation& throws_status(int status, std::string message);  ///< a StatusError with that status
  Operation& hangs();                                         ///< never ends by itself (the default, made visible)
  Operation& cleanup_takes(Duration duration);    ///< after a cancellation, asynchronous cleanup of that length
  Operation& returns_when_cancelled(Json value);  ///< swallows the cancellation and returns (badly behaved on purpose)
  Operation& throws_when_cancelled(std::string type, std::string message);  ///< its cleanup fails
  Operation& then();

  const std::string& name() const;
  std::vector<Attempt> attempts() const;
  std::size_t started() const;    ///< runs begun
  std::size_t cancelled() const;  ///< runs cancelled
  std::size_t ended() const;      ///< runs over, cleanup included
  std::size_t running() const;    ///< begun and not over

  struct Step {
    Duration takes{};
    enum class End { kNever, kReturns, kThrows } end = End::kNever;
    Json value;
    std::string type, message;
    int status = 0;  // of a StatusError; 0: not given
    Duration cleanup{};
    enum class OnCancel { kCancelled, kReturns, kThrows } on_cancel = OnCancel::kCancelled;
    Json cancel_value;
    std::string cancel_type, cancel_message;
  };
  struct State {
    std::string name;
    Kind kind = Kind::kAsync;
    Json values = Json::array();  // kValues
    std::vector<Step> steps{Step{}};
    std::vector<Attempt> attempts;
  };
  const std::shared_ptr<State>& state() const { return state_; }  ///< for Subject

 private:
  Step& step() { return state_->steps.back(); }
  std::shared_ptr<State> state_;
};

/// Makes an operation; the name appears in messages and timelines.
inline Operation operation(std::string name) { return Operation(std::move(name)); }

/// Makes an operation that blocks the thread that calls it, for a parameter `std::function<T(Args…)>`.
///
/// It lasts on the test's clock, as every operation does: on a thread of the executor the loop goes on meanwhile; on the loop's own
/// thread everything stands still until it ends, and timers fire late. `Attempt::on_loop` says which it was. It cannot be cancelled.
inline Operation blocking(std::string name) { return Operation(std::move(name), Operation::Kind::kBlocking); }

/// Makes a listener, for a parameter `std::function<void(Args…)>`: the student's code goes on at once, and each call is an attempt with
/// its arguments and its time.
inline Operation listener(std::string name) { return Operation(std::move(name), Operation::Kind::kListener); }

/// Makes a source of values, for a parameter `std::function<T(Args…)>` that answers at once: call n gets the value n, and the last one
/// repeats. Each call is an attempt.
///
/// Requires: at least one value.
Operation values(std::string name, std::vector<Json> values);

}  // namespace proctor
