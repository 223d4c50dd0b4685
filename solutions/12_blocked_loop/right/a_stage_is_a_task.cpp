#include "blocked_loop.hpp"

namespace {

aio::Task<int> fire_stage(int target, aio::Duration soak, std::function<int(int)> plan,
                          std::function<aio::Task<>(int)> set_burner) {
  auto planning = aio::create_task(aio::in_executor([plan, target] { return plan(target); }), "planning");
  const int level = co_await planning;
  co_await set_burner(level);
  co_await aio::sleep(soak);
  co_return level;
}

}  // namespace

// One coroutine for one stage, one loop for all of them.
aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const Heartbeat heartbeat(beat, period);
  std::vector<int> levels;
  for (const int target : targets) levels.push_back(co_await fire_stage(target, soak, plan, set_burner));
  co_return levels;
}
