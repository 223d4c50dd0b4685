#include <aio/detail/group_state.hpp>
#include <aio/task_group.hpp>

namespace aio {

TaskGroup::TaskGroup(std::source_location place)
    : state_(std::make_shared<detail::GroupState>(detail::Origin::of(place))) {}

TaskGroup::~TaskGroup() { state_->disband(); }

void TaskGroup::throw_if_closed() const { state_->throw_if_closed(); }

void TaskGroup::add(const AnyTask& task) { state_->add(task.shared()); }

Task<void> TaskGroup::join(std::source_location place) {
  Task<void> task = state_->join(nullptr);
  task.set_origin({"join", place.file_name(), place.line()});
  return task;
}

std::vector<std::exception_ptr> TaskGroup::errors() const { return state_->errors(); }

Task<void> with_task_group(std::function<Task<void>(TaskGroup&)> body, std::source_location place) {
  TaskGroup group(place);
  const AnyTask parent = current_task();
  group.state_->set_parent(parent.shared());
  std::exception_ptr error;
  try {
    co_await body(group);
  } catch (...) {
    error = std::current_exception();
  }
  co_await group.state_->join(error);
}

}  // namespace aio
