#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grader/proctor/operation.hpp"
#include "grader/proctor/outcome.hpp"
#include "grader/wire/messages.hpp"

namespace proctor {

class World;

/// An argument of a call, turned into JSON: numbers, strings, Json, durations (nanoseconds), optionals, vectors,
/// operations, objects.
class Argument {
 public:
  Argument(Operation operation) : operation_(std::move(operation)) {}  // NOLINT: implicit by design
  Argument(std::nullopt_t) : value_{{wire::kAbsent, true}} {}          // NOLINT
  template <class Rep, class Period>
  Argument(std::chrono::duration<Rep, Period> duration)  // NOLINT
      : value_(std::chrono::duration_cast<Duration>(duration).count()) {}
  template <class T>
    requires std::constructible_from<Json, T>
  Argument(T&& value) : value_(std::forward<T>(value)) {}  // NOLINT

  const Json& value() const { return value_; }
  const std::optional<Operation>& operation() const { return operation_; }

 private:
  Json value_;
  std::optional<Operation> operation_;
};

/// A call under way in the subject. Copies name the same call.
class Call {
 public:
  bool done() const;
  /// Cancels the task that runs the call, as a caller of the student's function would. Returns at once; see
  /// `outcome()`.
  void cancel();
  /// Drives the test until the call ends (virtual time passes as needed) and returns how it ended.
  Outcome outcome();

 private:
  friend class Subject;
  Call(World* world, int id) : world_(world), id_(id) {}
  World* world_;
  int id_;
};

/// What the student's code left behind after its calls ended.
struct LeftBehind {
  std::size_t tasks = 0;     ///< tasks still alive
  std::size_t timers = 0;    ///< timers still pending
  std::size_t requests = 0;  ///< HTTP requests still open
  std::size_t jobs = 0;      ///< executor jobs still running
  bool known = true;         ///< false: the subject is gone and can not be asked
  bool nothing() const { return known && tasks == 0 && timers == 0 && requests == 0 && jobs == 0; }
  bool operator==(const LeftBehind&) const = default;
};
std::ostream& operator<<(std::ostream& out, const LeftBehind& left);  // NOLINT

/// The student's program, one fresh process per test, started on first use.
///
/// Time: on a virtual clock (the default) nothing here depends on real time: the clock moves only when the subject, the
///       mock servers and the operations all have nothing to do but wait. A call that can never be woken ends as kHung at once.
/// Errors: whatever the subject does is an outcome. A failure of our own (no process could be started) throws
///         `InfrastructureError`, which the run reports as grader_error.
/// Threads: the test's own thread only.
class Subject {
 public:
  /// Calls an exposed function and drives the test until it ends.
  template <class... Args>
  Outcome call(const std::string& function, Args&&... args) {
    return start(function, std::forward<Args>(args)...).outcome();
  }

  /// Starts a call and returns at once: for concurrent calls and cancellation.
  template <class... Args>
  Call start(const std::string& function, Args&&... args) {
    return start_with(function, std::vector<Argument>{Argument(std::forward<Args>(args))...});
  }

  /// Lets exactly `duration` of the test's clock pass, carrying out everything due on the way.
  void advance(Duration duration);

  /// Lets everything run that can run without time passing.
  void settle();

  /// Time on the test's clock since the test began.
  Duration now() const;

  /// What is still there after everything that can run now has run.
  LeftBehind left_behind();

  /// Notes from the kit: coroutines never awaited, exceptions nobody asked for. Each is {"kind": "never_awaited",
  /// "text": "…"}. That a step blocked the loop is not among them: how long a step takes depends on the machine, so it is
  /// told to the student and decides about nothing.
  std::vector<Json> diagnostics();

 private:
  friend class World;
  explicit Subject(World* world) : world_(world) {}
  Call start_with(const std::string& function, const std::vector<Argument>& args);
  World* world_;
};

}  // namespace proctor
