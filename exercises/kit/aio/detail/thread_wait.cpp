#include <aio/detail/thread_wait.hpp>

namespace aio::detail {

void ThreadWait::await_suspend(std::coroutine_handle<> coroutine) {
  EventLoop& loop = EventLoop::current();
  job_->thread_ = std::make_unique<WorkerThread>(job_->stack_bytes_, [job = job_, &loop]() mutable {
    job->perform(loop);
    loop.post(
        [done = std::move(job), &loop] { complete(*done, loop); });  // the loop lives on until this has been processed
  });
  job_->waiter_ = this;
  job_->enter(loop);
  park(coroutine);
}

void ThreadWait::complete(ThreadJob& job, EventLoop& loop) {
  job.thread_->join();
  job.leave(loop);
  if (ThreadWait* const waiter = std::exchange(job.waiter_, nullptr)) waiter->wake();
}

bool ThreadWait::cancel() {
  if (woken()) return false;
  let_go();
  wake_cancelled();
  return true;
}

void ThreadWait::let_go() {
  if (!job_->waiter_) return;
  job_->waiter_ = nullptr;
  job_->give_up();
}

}  // namespace aio::detail
