#include <aio/detail/gather_wait.hpp>
#include <aio/errors.hpp>

namespace aio::detail {

GatherWait::~GatherWait() {
  for (const auto& task : tasks_) task->remove_listener(*this);
}

void GatherWait::await_suspend(std::coroutine_handle<> coroutine) {
  for (const auto& task : tasks_) task->add_listener(*this);
  pending_ = tasks_.size();
  park(coroutine);
}

void GatherWait::await_resume() const {
  if (cancel_requested_) {
    for (const auto& task : tasks_) task->mark_retrieved();  // nobody will see the outcomes
    throw CancelledError();
  }
  throw_if_cancelled();
}

bool GatherWait::cancel() {
  if (woken()) return false;
  for (const auto& task : tasks_) {
    if (!task->done() && task->cancel()) cancel_requested_ = true;
  }
  return cancel_requested_;
}

std::string GatherWait::describe() const { return std::to_string(pending_) + " gathered tasks"; }

void GatherWait::on_done() {
  if (--pending_ == 0) wake();
}

}  // namespace aio::detail
