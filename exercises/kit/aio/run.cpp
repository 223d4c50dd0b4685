#include <aio/embed.hpp>
#include <aio/errors.hpp>
#include <aio/run.hpp>
#include <algorithm>

namespace aio::detail {

Runner::Runner(const RunOptions& options) : loop_(std::make_unique<EventLoop>(options)) {}
Runner::~Runner() = default;

void Runner::run(const std::shared_ptr<TaskBase>& main) {
  loop_->set_main_task(main.get());
  std::string deadlock;
  if (!loop_->run_until([&] { return main->done(); })) {
    deadlock = describe_deadlock();
    report({.kind = Diagnostic::Kind::kDeadlock, .text = deadlock, .file = "", .line = 0});
  }
  finish_all(deadlock.empty());
  if (!deadlock.empty()) main->mark_retrieved();
  loop_->report_unretrieved(*main);
  if (!deadlock.empty()) throw DeadlockError(deadlock);
}

/// Ends what is still running: tasks are cancelled and may clean up, also those made by a clean-up; requests and jobs
/// are waited for.
void Runner::finish_all(bool report_tasks) {
  std::uint64_t newest = 0;
  const auto all_ended = [&] { return loop_->tasks().empty() && !loop_->has_outstanding(); };
  while (!all_ended()) {
    for (const auto& task : loop_->tasks()) {
      if (task->serial() <= newest) continue;
      newest = task->serial();
      if (report_tasks && task->cancelling() == 0) task->report_never_joined();
      task->cancel();
    }
    const auto someone_new = [&] { return !loop_->tasks().empty() && loop_->tasks().back()->serial() > newest; };
    if (loop_->run_until([&] { return all_ended() || someone_new(); })) continue;
    for (const auto& task : loop_->tasks()) task->abandon();
  }
}

std::string Runner::describe_deadlock() const {
  constexpr std::size_t kMostNames = 8;
  const auto tasks = loop_->tasks();
  std::string text = "deadlock: nothing is left that could wake a task:";
  for (std::size_t i = 0; i < std::min(tasks.size(), kMostNames); ++i) {
    const std::string wait = tasks[i]->describe_wait();
    text += (i ? ", " : " ") + tasks[i]->describe() + " waits for " +
            (wait.empty() ? "something that is not of this kit" : wait);
  }
  if (tasks.size() > kMostNames) text += ", and " + std::to_string(tasks.size() - kMostNames) + " more";
  return text;
}

}  // namespace aio::detail
