#include "mock_server/clock.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "mock_server/loop.hpp"
#include "mock_server/time_source.hpp"

namespace mock_server {

struct ManualClock::State {
  struct Due {
    std::shared_ptr<Loop> loop;
    std::function<void()> callback;
  };
  using Key = std::pair<TimePoint, std::uint64_t>;  // the count makes equal times first come, first served

  std::mutex advancing;  // held for all of advance_to; taken before `mutex`
  mutable std::mutex mutex;
  TimePoint now{0};
  std::uint64_t count = 0;
  std::map<Key, Due> waits;

  /// Takes out the next wait due by `target`, with the time moved to it; nothing left: the time moves to the target.
  std::optional<Due> pop(TimePoint target) {
    const std::scoped_lock lock(mutex);
    if (waits.empty() || waits.begin()->first.first > target) {
      now = std::max(now, target);
      return std::nullopt;
    }
    auto node = waits.extract(waits.begin());
    now = std::max(now, node.key().first);
    return std::move(node.mapped());
  }
};

ManualClock::ManualClock() : state_(std::make_unique<State>()) {}
ManualClock::~ManualClock() = default;

ManualClock::TimePoint ManualClock::now() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->now;
}

std::optional<ManualClock::TimePoint> ManualClock::next_wakeup() const {
  const std::scoped_lock lock(state_->mutex);
  if (state_->waits.empty()) return std::nullopt;
  return state_->waits.begin()->first.first;
}

void ManualClock::advance_to(TimePoint target) {
  if (Loop::on_a_loop_thread()) {
    throw std::logic_error("ManualClock::advance_to() was called on a server's thread, which it would wait for");
  }
  const std::scoped_lock lock(state_->advancing);
  while (auto due = state_->pop(target)) due->loop->run_and_wait(std::move(due->callback));
}

/// The time source of one server on a manual clock.
class ManualTime : public TimeSource {
 public:
  ManualTime(std::shared_ptr<ManualClock> clock, std::shared_ptr<Loop> loop)
      : clock_(std::move(clock)), loop_(std::move(loop)) {}

  std::chrono::nanoseconds now() const override { return clock_->now(); }

  std::unique_ptr<Wait> wake_at(std::chrono::nanoseconds when, std::function<void()> callback) override {
    auto& state = *clock_->state_;
    auto wait = std::make_unique<ManualWait>(clock_);
    const std::scoped_lock lock(state.mutex);
    wait->key = {when, state.count++};
    // A wait already taken out by advance_to() cannot be erased any more; `alive` then stops its callback.
    state.waits.emplace(wait->key, ManualClock::State::Due{loop_, [alive = std::weak_ptr<bool>(wait->alive),
                                                                   callback = std::move(callback)] {
                                                             if (!alive.expired()) callback();
                                                           }});
    return wait;
  }

 private:
  struct ManualWait : Wait {
    explicit ManualWait(std::shared_ptr<ManualClock> its_clock) : clock(std::move(its_clock)) {}
    ~ManualWait() override {
      const std::scoped_lock lock(clock->state_->mutex);
      clock->state_->waits.erase(key);
    }
    std::shared_ptr<ManualClock> clock;
    ManualClock::State::Key key;
    std::shared_ptr<bool> alive = std::make_shared<bool>(true);
  };

  std::shared_ptr<ManualClock> clock_;
  std::shared_ptr<Loop> loop_;
};

std::unique_ptr<TimeSource> make_manual_time(std::shared_ptr<ManualClock> clock, std::shared_ptr<Loop> loop) {
  return std::make_unique<ManualTime>(std::move(clock), std::move(loop));
}

}  // namespace mock_server
