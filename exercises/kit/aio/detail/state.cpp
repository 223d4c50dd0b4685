#include <aio/detail/event_loop.hpp>
#include <aio/detail/state.hpp>
#include <aio/detail/task_state.hpp>
#include <aio/errors.hpp>

namespace aio::detail {

StateBase::~StateBase() { report_unretrieved(); }

void StateBase::report_unretrieved() noexcept {
  if (status_ != Status::kFailed || retrieved_) return;
  retrieved_ = true;
  report({.kind = Diagnostic::Kind::kNeverRetrieved,
          .text = describe() + " failed, and nobody asked for its exception: " + what_of(error_),
          .file = origin_.file,
          .line = origin_.line});
}

std::string StateBase::describe() const { return "a future"; }

bool StateBase::cancel() {
  if (done()) {
    retrieved_ = true;  // as asyncio has it: whoever cancels a failed task does not care how it failed
    return false;
  }
  settle_cancelled();
  return true;
}

std::exception_ptr StateBase::exception() {
  if (status_ == Status::kPending) throw InvalidStateError(describe() + " is not done: it has no exception yet");
  if (status_ == Status::kCancelled) throw CancelledError();
  retrieved_ = true;
  return error_;
}

void StateBase::throw_unless_value() {
  if (status_ == Status::kPending) throw InvalidStateError(describe() + " is not done: it has no result yet");
  if (status_ == Status::kCancelled) throw CancelledError();
  retrieved_ = true;
  if (error_) std::rethrow_exception(error_);
}

void StateBase::throw_if_done() const {
  if (done()) throw InvalidStateError(describe() + " is done already: its outcome cannot be changed");
}

void StateBase::settle_value() { settle(Status::kValue); }

void StateBase::settle_error(std::exception_ptr error) {
  if (!error) throw InvalidStateError(describe() + " cannot fail without an exception");
  error_ = std::move(error);
  settle(Status::kFailed);
}

void StateBase::settle_cancelled() { settle(Status::kCancelled); }

void StateBase::settle(Status status) {
  const auto keep_alive = weak_from_this().lock();  // a listener may drop the last handle
  status_ = status;
  const auto listeners = std::exchange(listeners_, {});
  for (DoneListener* listener : listeners) listener->on_done();
}

FutureWait::~FutureWait() { source_->remove_listener(*this); }

void FutureWait::await_suspend(std::coroutine_handle<> coroutine) {
  source_->add_listener(*this);
  park(coroutine);
}

bool FutureWait::cancel() {
  if (woken()) return false;
  source_->remove_listener(*this);
  wake_cancelled();
  return true;
}

void FutureWait::on_done() { wake(); }

void JoinWait::await_suspend(std::coroutine_handle<> coroutine) {
  if (&source() == EventLoop::current().current_task()) throw InvalidStateError(describe() + " cannot wait for itself");
  FutureWait::await_suspend(coroutine);
}

bool JoinWait::cancel() { return source().cancel(); }

std::string what_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return e.what();
  } catch (const CancelledError& e) {
    return e.what();
  } catch (...) {
    return "(an exception of unknown type)";
  }
}

}  // namespace aio::detail
