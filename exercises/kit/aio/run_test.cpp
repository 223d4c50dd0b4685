#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <aio/testing/recording_host.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace aio {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::RecordingHost;

Task<int> answer() { co_return 42; }

TEST(Run, ReturnsTheTasksValue) { EXPECT_EQ(run(answer()), 42); }

TEST(Run, ThrowsWhatTheTaskThrows) {
  const auto fails = []() -> Task<> {
    co_await sleep(0ms);
    throw ConnectError("refused");
  };
  EXPECT_THROW(run(fails()), ConnectError);
}

TEST(Run, CannotBeNested) {
  RecordingHost host;
  const auto outer = []() -> Task<> {
    EXPECT_THROW(run(answer()), InvalidStateError);
    co_return;
  };
  run(outer(), {.host = &host});
}

TEST(Sleep, WaitsAtLeastItsTimeOnTheRealClock) {
  const auto started = std::chrono::steady_clock::now();
  run(sleep(20ms));
  EXPECT_GE(std::chrono::steady_clock::now() - started, 20ms);
}

TEST(VirtualTime, PassesAtOnceAndToTheNanosecond) {
  const auto body = []() -> Task<Duration> {
    const TimePoint begin = now();
    for (int i = 0; i < 1000; ++i) co_await sleep(1s);
    co_return now() - begin;
  };
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(run(body(), {.virtual_time = true}), 1000s);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 50s);
}

TEST(VirtualTime, FiresEqualTimersInTheOrderTheyWereSet) {
  const auto body = []() -> Task<std::string> {
    std::string order;
    const auto sleeper = [&order](char name, Duration duration) -> Task<> {
      co_await sleep(duration);
      order += name;
    };
    auto a = create_task(sleeper('a', 2s));
    auto b = create_task(sleeper('b', 1s));
    auto c = create_task(sleeper('c', 2s));
    auto d = create_task(sleeper('d', 1s));
    co_await a;
    co_await c;
    co_await b;
    co_await d;
    co_return order;
  };
  for (int i = 0; i < 20; ++i) EXPECT_EQ(run(body(), {.virtual_time = true}), "bdac");
}

/// Advances the clock to each timer as soon as the loop is idle.
class Driver : public RecordingHost {
 public:
  void on_idle(const IdleState& state) override {
    RecordingHost::on_idle(state);
    if (state.next_timer) EventLoop::current().advance_to(*state.next_timer);
  }
};

TEST(ExternalTime, MovesOnlyWhenTheHostMovesIt) {
  Driver host;
  const auto body = []() -> Task<TimePoint> {
    co_await sleep(3s);
    co_await sleep(4s);
    co_return now();
  };
  EXPECT_EQ(run(body(), {.host = &host, .external_time = true}), TimePoint(7s));
  ASSERT_EQ(host.idles.size(), 2u);
  EXPECT_EQ(host.idles[0].next_timer, TimePoint(3s));
  EXPECT_EQ(host.idles[0].timers, 1u);
  EXPECT_EQ(host.idles[1].now, TimePoint(3s));
}

TEST(ExternalTime, CanBeMovedByACallbackFromAnotherThread) {
  struct Poster : Host {
    void on_idle(const IdleState& state) override {
      if (!state.next_timer || posted) return;
      posted = true;
      thread = std::thread([loop = &EventLoop::current(), next = *state.next_timer] {
        loop->post([loop, next] { loop->advance_to(next); });
      });
    }
    bool posted = false;
    std::thread thread;
  } host;
  run(sleep(1h), {.host = &host, .external_time = true});
  host.thread.join();
}

TEST(ExternalTime, CannotBeMovedInAnotherMode) {
  const auto body = []() -> Task<> {
    EXPECT_THROW(EventLoop::current().advance_to(TimePoint(1s)), InvalidStateError);
    co_return;
  };
  run(body());
}

TEST(ExternalWork, KeepsTheLoopWaitingForAPost) {
  const auto body = []() -> Task<int> {
    ExternalWork work;
    EventLoop& loop = EventLoop::current();
    AnyTask me = current_task();
    std::thread poster([&loop, me] {
      std::this_thread::sleep_for(5ms);
      loop.post([me]() mutable { me.cancel(); });
    });
    int result = 0;
    try {
      co_await create_task(sleep(24h), "long").join();
    } catch (const CancelledError&) {
      result = 1;
    }
    poster.join();
    co_return result;
  };
  RecordingHost host;
  EXPECT_EQ(run(body(), {.host = &host, .external_time = true}), 1);
}

TEST(IdleState, CountsTheCreatedTasksAndNotTheFirst) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    auto one = create_task(sleep(1s));
    auto two = create_task(sleep(2s));
    co_await one;
    co_await two;
  };
  run(body(), {.virtual_time = true, .host = &host});
  ASSERT_EQ(host.idles.size(), 2u);
  EXPECT_EQ(host.idles[0].tasks, 2u);
  EXPECT_EQ(host.idles[0].timers, 2u);
  EXPECT_EQ(host.idles[1].tasks, 1u);
}

}  // namespace
}  // namespace aio
