#include <aio/detail/thread_wait.hpp>
#include <aio/executor.hpp>

namespace aio::detail {
namespace {

constexpr std::size_t kSystemsDefault = 0;

class FunctionJob final : public ThreadJob {
 public:
  explicit FunctionJob(std::move_only_function<void()> work) : ThreadJob(kSystemsDefault), work_(std::move(work)) {}

  void perform(EventLoop&) noexcept override { work_(); }
  void enter(EventLoop& loop) override { loop.add_job(); }
  void leave(EventLoop& loop) override { loop.remove_job(); }

 private:
  std::move_only_function<void()> work_;
};

}  // namespace

Task<void> run_on_thread(std::move_only_function<void()> work) {
  co_await ThreadWait(std::make_shared<FunctionJob>(std::move(work)), "a job on another thread");
}

}  // namespace aio::detail
