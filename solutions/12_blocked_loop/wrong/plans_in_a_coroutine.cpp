// Loses: beats_while_it_plans, stops_when_cancelled
// "Now plan is a task, so it runs beside the others."
#include "blocked_loop.hpp"

namespace {

aio::Task<int> plan_stage(std::function<int(int)> plan, int target) { co_return plan(target); }

}  // namespace

aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const Heartbeat heartbeat(beat, period);
  std::vector<int> levels;
  for (const int target : targets) {
    auto planning = aio::create_task(plan_stage(plan, target), "planning");
    const int level = co_await planning;
    co_await set_burner(level);
    co_await aio::sleep(soak);
    levels.push_back(level);
  }
  co_return levels;
}
