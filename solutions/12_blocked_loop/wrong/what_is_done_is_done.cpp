// Loses: stops_when_cancelled
// "When somebody presses the button, the stages so far are the answer."
#include "blocked_loop.hpp"

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const Heartbeat heartbeat(beat, period);
  std::vector<int> levels;
  try {
    for (const int target : targets) {
      const int level = co_await aio::in_executor([plan, target] { return plan(target); });
      co_await set_burner(level);
      co_await aio::sleep(soak);
      levels.push_back(level);
    }
  } catch (const aio::CancelledError&) {
    // The button.
  }
  co_return levels;
}
