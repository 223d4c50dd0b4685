#include <aio/detail/event_loop.hpp>
#include <aio/detail/request_in_flight.hpp>
#include <aio/detail/task_state.hpp>
#include <aio/embed.hpp>
#include <aio/errors.hpp>
#include <aio/run.hpp>
#include <cassert>

// Theory of operation. One iteration: take over what other threads have posted, move the timers that are due behind
// what is ready, run what was ready when the iteration began. Work made ready meanwhile waits for the next iteration,
// so no task can starve the timers. With nothing ready the host is told, and the loop jumps (kVirtual), waits for a
// timer or a post (kReal), or waits for a post alone (kExternal).
namespace aio {
namespace {

thread_local EventLoop* current_loop = nullptr;

ClockMode mode_of(const RunOptions& options) {
  if (options.external_time) return ClockMode::kExternal;
  return options.virtual_time ? ClockMode::kVirtual : ClockMode::kReal;
}

Host& default_host() {
  static Host host;
  return host;
}

}  // namespace

EventLoop::EventLoop(const RunOptions& options)
    : mode_(mode_of(options)),
      slow_step_(options.slow_step),
      host_(options.host ? options.host : &default_host()),
      started_(std::chrono::steady_clock::now()) {
  if (current_loop)
    throw InvalidStateError("run() was called while a loop runs in this thread: co_await the task instead");
  current_loop = this;
}

EventLoop::~EventLoop() {
  ready_.clear();  // while diagnostics of what is dropped can still reach the host
  timers_.clear();
  current_loop = nullptr;
}

EventLoop* EventLoop::current_or_null() { return current_loop; }

EventLoop& EventLoop::current() {
  if (!current_loop)
    throw InvalidStateError("no event loop runs in this thread: this can be used only in a task that run() runs");
  return *current_loop;
}

TimePoint EventLoop::now() const {
  return mode_ == ClockMode::kReal ? TimePoint(std::chrono::steady_clock::now() - started_) : now_;
}

void EventLoop::post(std::function<void()> callback) {
  // Notified under the lock: once it is released, a loop that has seen the callback may end and take the condition
  // variable with it.
  const std::lock_guard lock(mutex_);
  posted_.push_back(std::move(callback));
  posted_or_released_.notify_one();
}

void EventLoop::add_external_work(int change) {
  const std::lock_guard lock(mutex_);
  external_work_ += change;
  posted_or_released_.notify_one();
}

void EventLoop::advance_to(TimePoint time) {
  if (mode_ != ClockMode::kExternal) throw InvalidStateError("advance_to() is for a loop in external time");
  now_ = std::max(now_, time);
}

void EventLoop::call_soon(Callback callback) { ready_.push_back(std::move(callback)); }

EventLoop::TimerId EventLoop::call_at(TimePoint time, Callback callback) {
  const TimerId id{time, next_timer_serial_++};
  timers_.emplace(id, std::move(callback));
  return id;
}

void EventLoop::cancel_timer(const TimerId& timer) { timers_.erase(timer); }

bool EventLoop::run_until(const std::function<bool()>& finished) {
  while (true) {
    take_posted();
    fire_due_timers();
    for (auto count = ready_.size(); count > 0; --count) {
      Callback callback = std::move(ready_.front());
      ready_.pop_front();
      callback();
    }
    if (finished()) return true;
    if (ready_.empty() && !wait_for_work()) return false;
  }
}

void EventLoop::take_posted() {
  std::vector<std::function<void()>> taken;
  {
    const std::lock_guard lock(mutex_);
    taken.swap(posted_);
  }
  for (auto& callback : taken) ready_.push_back(std::move(callback));
}

void EventLoop::fire_due_timers() {
  const TimePoint time = now();
  while (!timers_.empty() && timers_.begin()->first.first <= time) {
    ready_.push_back(std::move(timers_.begin()->second));
    timers_.erase(timers_.begin());
  }
}

bool EventLoop::wait_for_work() {
  host_->on_idle(idle_state());
  if (!ready_.empty()) return true;
  std::unique_lock lock(mutex_);
  if (!posted_.empty()) return true;
  if (!timers_.empty()) {
    const TimePoint next = timers_.begin()->first.first;
    if (next <= now()) return true;
    if (mode_ == ClockMode::kVirtual && !has_outstanding()) {
      now_ = next;
      return true;
    }
    if (mode_ == ClockMode::kReal) {
      const auto latest =
          std::chrono::steady_clock::now() + std::chrono::hours(1);  // far ends of time would overflow a wait
      posted_or_released_.wait_until(lock, std::min(latest, started_ + next.time_since_epoch()),
                                     [&] { return !posted_.empty(); });
      return true;
    }
  }
  posted_or_released_.wait(lock, [&] {
    const bool somebody_will_post =
        external_work_ > 0 || has_outstanding() || (mode_ == ClockMode::kExternal && !timers_.empty());
    return !posted_.empty() || !somebody_will_post;
  });
  return !posted_.empty();
}

IdleState EventLoop::idle_state() const {
  IdleState state;
  state.now = now();
  if (!timers_.empty()) state.next_timer = timers_.begin()->first.first;
  state.timers = timers_.size();
  state.tasks = tasks_.size();
  for (const auto& [serial, task] : tasks_) {
    if (task.get() == main_task_) --state.tasks;
  }
  for (const detail::RequestInFlight* request : requests_) state.request_ports.push_back(request->local_port());
  state.jobs = jobs_;
  return state;
}

void EventLoop::add_task(std::shared_ptr<detail::TaskBase> task) {
  task->set_serial(++last_task_serial_);
  tasks_.emplace(last_task_serial_, std::move(task));
}

void EventLoop::remove_task(const detail::TaskBase& task) { tasks_.erase(task.serial()); }

void EventLoop::add_failed(detail::TaskBase& task) { failed_.emplace(task.serial(), &task); }

void EventLoop::remove_failed(const detail::TaskBase& task) {
  const auto found = failed_.find(task.serial());
  if (found != failed_.end() && found->second == &task)
    failed_.erase(found);  // a handle may outlive its loop and meet the next one
}

void EventLoop::report_unretrieved(const detail::TaskBase& but_this) {
  for (const auto& [serial, task] : failed_) {
    if (task != &but_this) task->report_unretrieved();
  }
}

std::vector<std::shared_ptr<detail::TaskBase>> EventLoop::tasks() const {
  std::vector<std::shared_ptr<detail::TaskBase>> result;
  for (const auto& [serial, task] : tasks_) result.push_back(task);
  return result;
}

Clock::time_point Clock::now() { return EventLoop::current().now(); }
TimePoint now() { return Clock::now(); }

TimePoint detail::add_saturating(TimePoint base, Duration offset) {
  return offset > TimePoint::max() - base ? TimePoint::max() : base + offset;
}

void detail::report(const Diagnostic& diagnostic) noexcept {
  Host& host = current_loop ? current_loop->host() : default_host();
  host.on_diagnostic(diagnostic);
}

}  // namespace aio
