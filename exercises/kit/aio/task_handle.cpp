#include <aio/detail/event_loop.hpp>
#include <aio/errors.hpp>
#include <aio/task_handle.hpp>

namespace aio {

AnyTask current_task() {
  detail::TaskBase* const task = EventLoop::current().current_task();
  if (!task) throw InvalidStateError("no task is running: this is a callback of the loop");
  return AnyTask(std::static_pointer_cast<detail::TaskBase>(task->shared_from_this()));
}

}  // namespace aio
