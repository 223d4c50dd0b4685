// Loses: keeps_firing
// "The soak is a good time for the next plan."
#include <optional>

#include "blocked_loop.hpp"

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const Heartbeat heartbeat(beat, period);
  std::vector<int> levels;
  std::optional<aio::TaskHandle<int>> next;
  const auto begin = [&](std::size_t stage) {
    next = aio::create_task(aio::in_executor([plan, target = targets[stage]] { return plan(target); }));
  };
  for (std::size_t stage = 0; stage < targets.size(); ++stage) {
    if (!next) begin(stage);
    levels.push_back(co_await *next);
    next.reset();
    co_await set_burner(levels.back());
    if (stage + 1 < targets.size()) begin(stage + 1);
    co_await aio::sleep(soak);
  }
  co_return levels;
}
