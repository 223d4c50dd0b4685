// Loses: beats_while_it_plans, beats_while_it_soaks, stops_when_cancelled
// "sleep(0) lets the other tasks run."
#include <thread>

#include "blocked_loop.hpp"

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const Heartbeat heartbeat(beat, period);
  std::vector<int> levels;
  for (const int target : targets) {
    co_await aio::sleep(aio::Duration::zero());
    const int level = plan(target);
    co_await aio::sleep(aio::Duration::zero());
    co_await set_burner(level);
    co_await aio::sleep(aio::Duration::zero());
    std::this_thread::sleep_for(soak);
    co_await aio::sleep(aio::Duration::zero());
    levels.push_back(level);
  }
  co_return levels;
}
