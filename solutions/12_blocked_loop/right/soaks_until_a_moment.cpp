#include <functional>
#include <memory>

#include "blocked_loop.hpp"

// Shares the planner between the threads instead of copying it, and soaks until a moment instead of for a while.
aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat) {
  const auto heartbeat = std::make_unique<Heartbeat>(std::move(beat), period);
  const auto planner = std::make_shared<const std::function<int(int)>>(std::move(plan));

  std::vector<int> levels(targets.size());
  for (std::size_t stage = 0; stage < targets.size(); ++stage) {
    auto planning = aio::in_executor([planner, target = targets[stage]] { return (*planner)(target); });
    levels[stage] = co_await std::move(planning);
    co_await set_burner(levels[stage]);
    const aio::TimePoint end = aio::now() + soak;
    while (aio::now() < end) co_await aio::sleep(end - aio::now());
  }
  co_return levels;
}
