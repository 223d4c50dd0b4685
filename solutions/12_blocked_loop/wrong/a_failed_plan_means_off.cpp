// Loses: keeps_firing
// "A thread must not throw, so level 0 it is."
#include "blocked_loop.hpp"

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const Heartbeat heartbeat(beat, period);
  std::vector<int> levels;
  for (const int target : targets) {
    const int level = co_await aio::in_executor([plan, target] {
      try {
        return plan(target);
      } catch (const std::exception&) {
        return 0;
      }
    });
    co_await set_burner(level);
    co_await aio::sleep(soak);
    levels.push_back(level);
  }
  co_return levels;
}
