// Loses: keeps_firing
// "In slices of a millisecond, so that the heart gets its turn."
#include "blocked_loop.hpp"

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  constexpr std::chrono::milliseconds kSlice{1};
  const Heartbeat heartbeat(beat, period);
  std::vector<int> levels;
  for (const int target : targets) {
    const int level = co_await aio::in_executor([plan, target] { return plan(target); });
    co_await set_burner(level);
    for (aio::Duration soaked{}; soaked < soak; soaked += kSlice) co_await aio::sleep(kSlice);
    levels.push_back(level);
  }
  co_return levels;
}
