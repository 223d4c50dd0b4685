// Loses: beats_while_it_soaks, stops_when_cancelled
// "A pause belongs between two stages."
#include "blocked_loop.hpp"

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const Heartbeat heartbeat(beat, period);
  std::vector<int> levels;
  for (const int target : targets) {
    if (!levels.empty()) co_await aio::sleep(soak);
    const int level = co_await aio::in_executor([plan, target] { return plan(target); });
    co_await set_burner(level);
    levels.push_back(level);
  }
  co_return levels;
}
