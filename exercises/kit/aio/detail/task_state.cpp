#include <aio/detail/event_loop.hpp>
#include <aio/detail/step_watch.hpp>
#include <aio/detail/task_state.hpp>
#include <aio/errors.hpp>

// Theory of operation. A task is a stack of coroutines of which only the innermost is suspended, on a Suspension. A
// step resumes that one; control passes up and down the stack by symmetric transfer and comes back to `step` when some
// coroutine of the stack suspends again or the outermost one ends. `cancel` follows CPython's Task.cancel to the
// letter: it asks the suspension to end; if that is not possible (the task is running, has not begun, or is about to be
// resumed), `must_cancel_` makes the next step throw, or, when the coroutine ends before it awaits again, the task end
// as cancelled.
namespace aio::detail {

TaskBase::TaskBase(std::coroutine_handle<> coroutine, std::string name, const Origin& origin)
    : StateBase(origin), loop_(&EventLoop::current()), coroutine_(coroutine), name_(std::move(name)) {
  if (!coroutine_) throw_already_awaited();
}

void throw_without_loop() { EventLoop::current(); }

TaskBase::~TaskBase() {
  destroy_coroutine();
  report_unretrieved();  // here, as the name is gone in the base's destructor
  if (failed() && loop_ == EventLoop::current_or_null()) loop_->remove_failed(*this);
}

std::shared_ptr<TaskBase> TaskBase::self() { return std::static_pointer_cast<TaskBase>(shared_from_this()); }

std::string TaskBase::describe() const {
  const std::string_view function = origin().function;
  const bool has_name_of_its_own = !function.empty() && function != "operator()";  // a lambda has none
  return "task '" + name_ + "'" + (has_name_of_its_own ? " (" + std::string(function) + ")" : "");
}

std::string TaskBase::describe_wait() const { return suspension_ ? suspension_->describe() : std::string(); }

void TaskBase::start() {
  loop_->add_task(self());
  if (name_.empty()) name_ = "task-" + std::to_string(serial_);
  schedule_step();
}

void TaskBase::schedule_step() {
  loop_->call_soon([task = self()] { task->step(); });
}

bool TaskBase::cancel() {
  if (done()) return StateBase::cancel();
  ++cancel_requests_;
  if (suspension_ && suspension_->cancel()) return true;
  must_cancel_ = true;
  return true;
}

int TaskBase::uncancel() {
  if (cancel_requests_ > 0) --cancel_requests_;
  return cancel_requests_;
}

void TaskBase::step() {
  if (done()) return;
  std::coroutine_handle<> next = coroutine_;
  const bool cancel_now = std::exchange(must_cancel_, false);
  if (Suspension* suspension = std::exchange(suspension_, nullptr)) {
    if (cancel_now) suspension->cancelled_ = true;
    next = suspension->coroutine_;
  } else if (cancel_now) {  // cancelled before its first step: the body never runs
    finish();
    return;
  }
  started_ = true;
  TaskBase* const outer = loop_->current_task();
  loop_->set_current_task(this);
  {
    const StepWatch watch(*loop_, name_, origin());
    next.resume();
  }
  loop_->set_current_task(outer);
  if (coroutine_.done()) finish();
}

void TaskBase::finish() {
  std::exception_ptr error;
  bool cancelled = !started_ || std::exchange(must_cancel_, false);
  try {
    if (started_) collect();
  } catch (const CancelledError&) {
    cancelled = true;
  } catch (...) {
    error = std::current_exception();
  }
  destroy_coroutine();
  loop_->remove_task(*this);
  if (error) {
    loop_->add_failed(*this);
    settle_error(std::move(error));
  } else if (cancelled) {
    settle_cancelled();
  } else {
    settle_value();
  }
}

void TaskBase::destroy_coroutine() {
  if (coroutine_) std::exchange(coroutine_, {}).destroy();
}

void TaskBase::abandon() {
  suspension_ = nullptr;
  destroy_coroutine();
  loop_->remove_task(*this);
  settle_cancelled();
}

void TaskBase::report_never_joined() const {
  report({.kind = Diagnostic::Kind::kNeverJoined,
          .text = describe() + " was still running when its program ended: it was cancelled; join it or cancel it",
          .file = origin().file,
          .line = origin().line});
}

void Suspension::park(std::coroutine_handle<> coroutine) {
  coroutine_ = coroutine;
  task_ = EventLoop::current().current_task();
  task_->suspension_ = this;
  if (task_->must_cancel_ && cancel()) task_->must_cancel_ = false;
}

void Suspension::wake() {
  woken_ = true;
  task_->schedule_step();
}

void Suspension::wake_cancelled() {
  cancelled_ = true;
  wake();
}

void Suspension::throw_if_cancelled() const {
  if (cancelled_) throw CancelledError();
}

}  // namespace aio::detail
