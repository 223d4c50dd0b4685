// Loses: keeps_firing
// "If it is on other threads anyway, why one after the other?"
#include "blocked_loop.hpp"

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const Heartbeat heartbeat(beat, period);
  std::vector<aio::Task<int>> plans;
  for (const int target : targets) plans.push_back(aio::in_executor([plan, target] { return plan(target); }));
  const auto outcomes = co_await aio::gather(std::move(plans));
  std::vector<int> levels;
  for (const auto& outcome : outcomes) {
    levels.push_back(outcome.value());
    co_await set_burner(levels.back());
    co_await aio::sleep(soak);
  }
  co_return levels;
}
