#include "blocked_loop.hpp"

#include <thread>

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  // The watchdog wants to hear from us as long as the burner is on.
  const Heartbeat heartbeat(beat, period);

  std::vector<int> levels;
  for (const int target : targets) {
    const int level = plan(target);
    co_await set_burner(level);
    std::this_thread::sleep_for(soak);
    levels.push_back(level);
  }
  co_return levels;
}
