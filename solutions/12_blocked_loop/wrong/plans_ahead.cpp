// Loses: keeps_firing
// "First all the plans, then the kiln is never kept waiting."
#include "blocked_loop.hpp"

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const Heartbeat heartbeat(beat, period);
  std::vector<int> levels;
  for (const int target : targets) {
    levels.push_back(co_await aio::in_executor([plan, target] { return plan(target); }));
  }
  for (const int level : levels) {
    co_await set_burner(level);
    co_await aio::sleep(soak);
  }
  co_return levels;
}
