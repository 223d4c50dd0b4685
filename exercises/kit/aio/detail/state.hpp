#pragma once
#include <aio/detail/origin.hpp>
#include <aio/detail/suspension.hpp>
#include <exception>
#include <memory>
#include <string>
#include <vector>

namespace aio::detail {

/// Hears, at the moment it happens, that a future or task is done.
class DoneListener {
 public:
  virtual void on_done() = 0;

 protected:
  ~DoneListener() = default;
};

/// The part of a future or task that does not depend on its type: pending, then once and for ever a value, an exception
/// or cancelled.
class StateBase : public std::enable_shared_from_this<StateBase> {
 public:
  explicit StateBase(const Origin& origin) : origin_(origin) {}
  StateBase(const StateBase&) = delete;
  StateBase& operator=(const StateBase&) = delete;
  /// Reports an exception that nobody has asked for.
  virtual ~StateBase();

  bool done() const { return status_ != Status::kPending; }
  bool cancelled() const { return status_ == Status::kCancelled; }
  bool failed() const { return status_ == Status::kFailed; }
  virtual bool cancel();
  virtual std::string describe() const;

  /// Returns the exception, or null; throws when pending or cancelled. The exception counts as retrieved.
  std::exception_ptr exception();
  /// Throws unless there is a value; an exception counts as retrieved.
  void throw_unless_value();
  /// Returns the exception of a failed state, and leaves open whether anybody has asked for it.
  std::exception_ptr peek_error() const { return error_; }
  void mark_retrieved() { retrieved_ = true; }
  void report_unretrieved() noexcept;

  void throw_if_done() const;
  void settle_value();
  void settle_error(std::exception_ptr error);
  void settle_cancelled();

  void add_listener(DoneListener& listener) { listeners_.push_back(&listener); }
  void remove_listener(DoneListener& listener) { std::erase(listeners_, &listener); }

 protected:
  const Origin& origin() const { return origin_; }

 private:
  enum class Status { kPending, kValue, kFailed, kCancelled };
  void settle(Status status);

  Origin origin_;
  Status status_ = Status::kPending;
  bool retrieved_ = false;
  std::exception_ptr error_;
  std::vector<DoneListener*> listeners_;
};

/// Waits for a future. Cancelling the waiting task ends this wait alone: the future and its other waiters do not
/// notice.
class FutureWait : public Suspension, private DoneListener {
 public:
  explicit FutureWait(std::shared_ptr<StateBase> source) : source_(std::move(source)) {}
  ~FutureWait() override;

  bool await_ready() const { return source_->done(); }
  void await_suspend(std::coroutine_handle<> coroutine);
  void await_resume() const { throw_if_cancelled(); }
  bool cancel() override;
  std::string describe() const override { return source_->describe(); }

 protected:
  StateBase& source() const { return *source_; }

 private:
  void on_done() override;

  std::shared_ptr<StateBase> source_;
};

/// Waits for a task. Cancelling the waiting task cancels the task waited for, and the wait goes on until that one has
/// ended.
class JoinWait : public FutureWait {
 public:
  explicit JoinWait(std::shared_ptr<StateBase> task) : FutureWait(std::move(task)) {}
  void await_suspend(std::coroutine_handle<> coroutine);
  bool cancel() override;
};

/// Returns what an exception says: its `what()`, or a stand-in where it has none.
std::string what_of(const std::exception_ptr& error);

}  // namespace aio::detail
