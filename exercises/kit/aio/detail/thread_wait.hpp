#pragma once
#include <aio/detail/event_loop.hpp>
#include <aio/detail/suspension.hpp>
#include <aio/detail/worker_thread.hpp>
#include <memory>

namespace aio::detail {

class ThreadWait;

/// Something that blocks and is therefore done on a thread of its own, while the loop counts it as in flight.
class ThreadJob {
 public:
  explicit ThreadJob(std::size_t stack_bytes) : stack_bytes_(stack_bytes) {}
  ThreadJob(const ThreadJob&) = delete;
  ThreadJob& operator=(const ThreadJob&) = delete;
  virtual ~ThreadJob() = default;

  /// Does the work, on the job's thread.
  virtual void perform(EventLoop& loop) noexcept = 0;
  /// The rest is called on the loop's thread. `give_up` when nobody waits any more; the work may end early then.
  virtual void give_up() noexcept {}
  virtual void enter(EventLoop& loop) = 0;
  virtual void leave(EventLoop& loop) = 0;

 private:
  friend class ThreadWait;

  const std::size_t stack_bytes_;
  std::unique_ptr<WorkerThread> thread_;
  ThreadWait* waiter_ = nullptr;
};

/// Waits for a job. A cancelled task is woken at once; the job stays in flight until its end has been processed and its
/// thread joined.
class ThreadWait : public Suspension {
 public:
  ThreadWait(std::shared_ptr<ThreadJob> job, const char* name) : job_(std::move(job)), name_(name) {}
  ~ThreadWait() override { let_go(); }

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine);
  void await_resume() const { throw_if_cancelled(); }
  bool cancel() override;
  std::string describe() const override { return name_; }

 private:
  static void complete(ThreadJob& job, EventLoop& loop);
  void let_go();

  std::shared_ptr<ThreadJob> job_;
  const char* name_;
};

}  // namespace aio::detail
