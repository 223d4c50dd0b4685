#pragma once
#include <aio/detail/task_state.hpp>
#include <memory>
#include <optional>
#include <source_location>
#include <utility>

namespace aio {

namespace detail {

template <class T>
class FutureState final : public StateBase {
 public:
  using StateBase::StateBase;

  template <class... Value>
  void set_value(Value&&... value) {
    throw_if_done();
    value_.emplace(std::forward<Value>(value)...);
    settle_value();
  }
  T take() {
    throw_unless_value();
    if constexpr (std::is_void_v<T>) {
      return;
    } else if constexpr (std::is_copy_constructible_v<T>) {
      return *value_;
    } else {
      return std::move(*value_);
    }
  }

 private:
  std::optional<Stored<T>> value_;
};

}  // namespace detail

/// A result that is still to come: resolved once, by whoever has it, and awaited by any number of tasks. Copies refer
/// to the same result.
///
/// Returns:  `co_await future` gives a copy of the result to each task that waits; a result that cannot be copied goes
///           to the first of them.
/// Errors:   `co_await` throws the exception the future was resolved with, or `CancelledError` when it was cancelled.
///           Cancelling a task that waits ends the wait of that task alone; the future and its other waiters do not
///           notice. An exception that nobody asks for is reported as `kNeverRetrieved`.
/// Threads:  the loop's thread only; from another one, `EventLoop::post` a callback that resolves it.
/// Source:   asyncio.Future, except that there the cancellation of one waiter cancels the future, and so all of its
///           waiters.
template <class T>
class Future {
 public:
  explicit Future(std::source_location place = std::source_location::current())
      : state_(std::make_shared<detail::FutureState<T>>(detail::Origin::of(place))) {}

  /// Resolves the future with a value and wakes all who wait. Errors: `InvalidStateError` when it is done already.
  template <class Value>
    requires(!std::is_void_v<T> && std::is_convertible_v<Value &&, T>)
  void set_result(Value&& value) {
    state_->set_value(std::forward<Value>(value));
  }
  void set_result()
    requires(std::is_void_v<T>)
  {
    state_->set_value();
  }

  /// Resolves the future with an exception and wakes all who wait. Errors: `InvalidStateError` when it is done already
  /// or `error` is null.
  void set_exception(std::exception_ptr error) {
    state_->throw_if_done();
    state_->settle_error(std::move(error));
  }
  template <class Exception>
    requires(!std::is_convertible_v<const Exception&, std::exception_ptr>)
  void set_exception(Exception error) {
    set_exception(std::make_exception_ptr(std::move(error)));
  }

  /// Resolves the future as cancelled: all who wait get a `CancelledError`. Returns false, and does nothing, when it is
  /// done already.
  bool cancel() { return state_->cancel(); }

  bool done() const { return state_->done(); }
  bool cancelled() const { return state_->cancelled(); }

  /// Returns the value. Errors: `InvalidStateError` before the future is done; else what `co_await` would throw.
  T result() const { return state_->take(); }

  /// Returns the exception, or null when there is a value. Errors: `InvalidStateError` before the future is done;
  /// `CancelledError` when cancelled.
  std::exception_ptr exception() const { return state_->exception(); }

  auto operator co_await() const {
    struct Awaiter final : detail::FutureWait {
      using FutureWait::FutureWait;
      T await_resume() {
        throw_if_cancelled();
        return static_cast<detail::FutureState<T>&>(source()).take();
      }
    };
    return Awaiter(state_);
  }

 private:
  std::shared_ptr<detail::FutureState<T>> state_;
};

}  // namespace aio
