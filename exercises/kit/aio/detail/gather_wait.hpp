#pragma once
#include <aio/detail/state.hpp>
#include <aio/detail/task_state.hpp>
#include <memory>
#include <vector>

namespace aio::detail {

/// Waits until all of several tasks have ended, however they do. Cancelling it cancels those that have not; it then
/// ends, with the last of them, in a `CancelledError`.
class GatherWait final : public Suspension, private DoneListener {
 public:
  explicit GatherWait(std::vector<std::shared_ptr<TaskBase>> tasks) : tasks_(std::move(tasks)) {}
  ~GatherWait() override;

  bool await_ready() const { return tasks_.empty(); }
  void await_suspend(std::coroutine_handle<> coroutine);
  void await_resume() const;
  bool cancel() override;
  std::string describe() const override;

 private:
  void on_done() override;

  std::vector<std::shared_ptr<TaskBase>> tasks_;
  std::size_t pending_ = 0;
  bool cancel_requested_ = false;
};

}  // namespace aio::detail
