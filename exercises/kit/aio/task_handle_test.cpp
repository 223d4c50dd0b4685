#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <aio/testing/recording_host.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aio {
namespace {

using namespace std::chrono_literals;
using testing::RecordingHost;
constexpr RunOptions kVirtualTime{.virtual_time = true};

Task<int> value_after(Duration duration, int value) {
  co_await sleep(duration);
  co_return value;
}

Task<int> fail_after(Duration duration) {
  co_await sleep(duration);
  throw ConnectError("refused");
}

TEST(TaskHandle, IsNotDoneUntilTheTaskHasEnded) {
  const auto body = []() -> Task<> {
    auto task = create_task(value_after(1s, 42), "answer");
    EXPECT_EQ(task.name(), "answer");
    EXPECT_FALSE(task.done());
    EXPECT_THROW(task.result(), InvalidStateError);
    EXPECT_THROW(task.exception(), InvalidStateError);
    EXPECT_EQ(co_await task, 42);
    EXPECT_TRUE(task.done());
    EXPECT_FALSE(task.cancelled());
    EXPECT_EQ(task.result(), 42);
    EXPECT_EQ(task.exception(), nullptr);
    EXPECT_EQ(co_await task, 42) << "a task may be joined again";
  };
  run(body(), kVirtualTime);
}

TEST(TaskHandle, NamesATaskThatWasGivenNoName) {
  const auto body = []() -> Task<> {
    auto first = create_task(sleep(0s));
    auto second = create_task(sleep(0s));
    EXPECT_EQ(first.name(), "task-2");  // 1 is the one given to run
    EXPECT_EQ(second.name(), "task-3");
    co_await first;
    co_await second;
  };
  run(body());
}

TEST(TaskHandle, GivesTheTasksException) {
  const auto body = []() -> Task<> {
    auto task = create_task(fail_after(0s));
    EXPECT_THROW(co_await task, ConnectError);
    EXPECT_THROW(task.result(), ConnectError);
    EXPECT_NE(task.exception(), nullptr);
    EXPECT_FALSE(task.cancelled());
  };
  run(body());
}

TEST(TaskHandle, BeginsWhenItsMakerNextWaits) {
  const auto body = []() -> Task<> {
    std::string order;
    const auto note = [&order](char name) -> Task<> {
      order += name;
      co_return;
    };
    auto a = create_task(note('a'));
    auto b = create_task(note('b'));
    order += 'm';
    co_await b;
    co_await a;
    EXPECT_EQ(order, "mab");
  };
  run(body());
}

TEST(TaskHandle, DroppedDoesNotStopTheTask) {
  const auto body = []() -> Task<> {
    bool ran = false;
    const auto note = [&ran]() -> Task<> {
      co_await sleep(1s);
      ran = true;
    };
    create_task(note());
    co_await sleep(2s);
    EXPECT_TRUE(ran);
  };
  run(body(), kVirtualTime);
}

TEST(TaskHandle, MayHoldAValueThatCannotBeCopied) {
  const auto body = []() -> Task<> {
    const auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(4); };
    EXPECT_EQ(*co_await create_task(make()), 4);
  };
  run(body());
}

TEST(TaskHandle, CannotBeMadeWithoutALoop) {
  ::testing::internal::CaptureStderr();  // the task was never awaited
  EXPECT_THROW(
      {
        auto task = value_after(0s, 1);
        create_task(std::move(task));
      },
      InvalidStateError);
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), ::testing::HasSubstr("never awaited"));
}

TEST(TaskHandle, CannotWaitForItself) {
  const auto body = []() -> Task<> {
    std::optional<TaskHandle<void>> self;
    const auto wait = [&self]() -> Task<> { EXPECT_THROW(co_await *self, InvalidStateError); };
    self = create_task(wait());
    co_await *self;
  };
  run(body());
}

TEST(Cancel, ThrowsAtTheAwaitAndMarksTheTask) {
  const auto body = []() -> Task<> {
    auto task = create_task(value_after(10s, 1));
    co_await sleep(1s);
    EXPECT_EQ(task.cancelling(), 0);
    EXPECT_TRUE(task.cancel());
    EXPECT_EQ(task.cancelling(), 1);
    EXPECT_FALSE(task.cancelled()) << "it has to take its step first";
    EXPECT_FALSE(task.done());
    EXPECT_TRUE(task.cancel());
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_TRUE(task.done());
    EXPECT_TRUE(task.cancelled());
    EXPECT_THROW(task.result(), CancelledError);
    EXPECT_THROW(task.exception(), CancelledError);
    EXPECT_EQ(now(), TimePoint(1s));
  };
  run(body(), kVirtualTime);
}

TEST(Cancel, RemovesTheTimerOfASleep) {
  struct TimerHost : RecordingHost {
  } host;
  const auto body = []() -> Task<> {
    auto task = create_task(sleep(100s));
    co_await sleep(1s);
    task.cancel();
    co_await sleep(1s);
  };
  run(body(), {.virtual_time = true, .host = &host});
  EXPECT_EQ(host.idles.back().timers, 1u);
  EXPECT_EQ(host.idles.back().now, TimePoint(1s));
}

TEST(Cancel, OfAFinishedTaskDoesNothing) {
  const auto body = []() -> Task<> {
    auto task = create_task(value_after(0s, 1));
    co_await task;
    EXPECT_FALSE(task.cancel());
    EXPECT_EQ(task.cancelling(), 0);
    EXPECT_EQ(task.result(), 1);
  };
  run(body());
}

TEST(Cancel, BeforeTheFirstStepKeepsTheBodyFromRunning) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    bool ran = false;
    const auto note = [&ran]() -> Task<> {
      ran = true;
      co_return;
    };
    auto task = create_task(note());
    EXPECT_TRUE(task.cancel());
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_FALSE(ran);
  };
  run(body(), {.host = &host});
  EXPECT_TRUE(host.diagnostics.empty());
}

TEST(Cancel, OfATaskThatOnlyGivesWayTakesEffect) {
  const auto body = []() -> Task<> {
    const auto yields = []() -> Task<int> {
      co_await sleep(0s);
      co_await sleep(0s);
      co_return 12;
    };
    auto task = create_task(yields());
    co_await sleep(0s);
    task.cancel();
    EXPECT_THROW(co_await task, CancelledError);
  };
  run(body());
}

TEST(Cancel, MayBeCaughtAndTurnedIntoAResult) {
  const auto body = []() -> Task<> {
    const auto catches = []() -> Task<int> {
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
        co_return 42;
      }
      co_return 0;
    };
    auto task = create_task(catches());
    co_await sleep(0s);
    task.cancel();
    EXPECT_EQ(co_await task, 42);
    EXPECT_FALSE(task.cancelled());
  };
  run(body());
}

TEST(Cancel, IsThrownOnceSoThatTheTaskMayAwaitAgain) {
  const auto body = []() -> Task<> {
    const auto ignores = []() -> Task<TimePoint> {
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
      }
      co_await sleep(3s);
      co_return now();
    };
    auto task = create_task(ignores());
    co_await sleep(1s);
    task.cancel();
    EXPECT_EQ(co_await task, TimePoint(4s));
    EXPECT_EQ(task.cancelling(), 1);
  };
  run(body(), kVirtualTime);
}

TEST(Cancel, OfTheCurrentTaskTakesEffectAtItsNextAwait) {
  const auto body = []() -> Task<> {
    bool went_on = false;
    const auto suicidal = [&]() -> Task<> {
      current_task().cancel();
      went_on = true;
      co_await sleep(100s);
      ADD_FAILURE();
    };
    auto task = create_task(suicidal());
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_TRUE(went_on);
    EXPECT_EQ(now(), TimePoint());
  };
  run(body(), kVirtualTime);
}

TEST(Cancel, OfTheCurrentTaskAtItsVeryEndMarksIt) {
  const auto body = []() -> Task<> {
    const auto suicidal = []() -> Task<int> {
      current_task().cancel();
      co_return 12;
    };
    auto task = create_task(suicidal());
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_TRUE(task.cancelled());
    EXPECT_FALSE(task.cancel());
  };
  run(body());
}

TEST(Cancel, OfATaskWhoseWaitIsJustOverIsStillThrown) {
  const auto body = []() -> Task<> {
    Future<int> future;
    const auto wait = [&]() -> Task<int> { co_return co_await future; };
    auto task = create_task(wait());
    co_await sleep(0s);
    future.set_result(1);
    task.cancel();
    EXPECT_THROW(co_await task, CancelledError);
  };
  run(body());
}

TEST(Cancel, ReachesTheTaskThatIsJoined) {
  const auto body = []() -> Task<> {
    auto inner = create_task(value_after(10s, 1));
    const auto join = [&]() -> Task<int> { co_return co_await inner; };
    auto outer = create_task(join());
    co_await sleep(1s);
    outer.cancel();
    EXPECT_THROW(co_await outer, CancelledError);
    EXPECT_TRUE(inner.cancelled());
    EXPECT_TRUE(outer.cancelled());
  };
  run(body(), kVirtualTime);
}

TEST(Cancel, OfATaskThatIsAboutToJoinReachesTheJoinedOneToo) {
  const auto body = []() -> Task<> {
    std::optional<TaskHandle<int>> inner;
    const auto join = [&]() -> Task<> {
      inner = create_task(value_after(10s, 1));
      co_await sleep(0s);
      current_task().cancel();
      co_await *inner;
    };
    auto outer = create_task(join());
    EXPECT_THROW(co_await outer, CancelledError);
    EXPECT_TRUE(inner->cancelled());
  };
  run(body(), kVirtualTime);
}

TEST(Cancel, GivesTheJoinerTheResultOfATaskThatEndsNevertheless) {
  const auto body = []() -> Task<> {
    const auto stubborn = []() -> Task<int> {
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
        co_return 7;
      }
      co_return 0;
    };
    const auto join = [&]() -> Task<int> { co_return co_await create_task(stubborn()).join(); };
    auto outer = create_task(join());
    co_await sleep(1s);
    outer.cancel();
    EXPECT_EQ(co_await outer, 7);
    EXPECT_EQ(outer.cancelling(), 1);
  };
  run(body(), kVirtualTime);
}

TEST(Cancel, OfTheJoinedTaskReachesItsJoinersButDoesNotCountThere) {
  const auto body = []() -> Task<> {
    auto inner = create_task(value_after(10s, 1));
    bool caught = false;
    const auto join = [&]() -> Task<> {
      try {
        co_await inner;
      } catch (const CancelledError&) {
        caught = true;
        EXPECT_EQ(current_task().cancelling(), 0);
      }
    };
    auto outer = create_task(join());
    co_await sleep(1s);
    inner.cancel();
    co_await outer;
    EXPECT_TRUE(caught);
  };
  run(body(), kVirtualTime);
}

TEST(Uncancel, TakesOneRequestBackAndLeavesTheTaskCancellable) {
  const auto body = []() -> Task<> {
    const auto resists_once = []() -> Task<> {
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
        EXPECT_EQ(current_task().uncancel(), 0);
      }
      co_await sleep(10s);
    };
    auto task = create_task(resists_once());
    co_await sleep(1s);
    task.cancel();
    EXPECT_EQ(task.cancelling(), 1);
    co_await sleep(1s);
    EXPECT_EQ(task.cancelling(), 0);
    EXPECT_FALSE(task.done());
    task.cancel();
    EXPECT_EQ(task.cancelling(), 1);
    EXPECT_THROW(co_await task, CancelledError);
    task.uncancel();
    EXPECT_TRUE(task.cancelled());
  };
  run(body(), kVirtualTime);
}

TEST(Uncancel, NeverCountsBelowZero) {
  const auto body = []() -> Task<> {
    EXPECT_EQ(current_task().uncancel(), 0);
    EXPECT_EQ(current_task().cancelling(), 0);
    co_return;
  };
  run(body());
}

TEST(CurrentTask, IsTheOneThatRuns) {
  const auto body = []() -> Task<> {
    EXPECT_EQ(current_task().name(), "main");
    std::vector<AnyTask> seen;
    const auto look = [&seen](Duration duration) -> Task<> {
      co_await sleep(duration);
      seen.push_back(current_task());
    };
    auto a = create_task(look(2s), "a");
    auto b = create_task(look(1s), "b");
    co_await a;
    co_await b;
    EXPECT_THAT(seen, ::testing::ElementsAre(b, a));
    EXPECT_FALSE(AnyTask(a) == AnyTask(b));
  };
  run(body(), kVirtualTime);
}

TEST(CurrentTask, IsMissingOutsideOfALoop) { EXPECT_THROW(current_task(), InvalidStateError); }

TEST(CurrentTask, CancelledFromAThreadThroughPostEndsARealSleep) {
  const auto body = []() -> Task<> {
    auto task = create_task(sleep(24h));
    co_await sleep(1ms);
    EventLoop::current().post([task]() mutable { task.cancel(); });
    EXPECT_THROW(co_await task, CancelledError);
  };
  run(body());
}

TEST(Run, EndsAsCancelledWhenItsTaskDoes) {
  const auto body = []() -> Task<> {
    current_task().cancel();
    co_await sleep(1s);
  };
  EXPECT_THROW(run(body()), CancelledError);
}

}  // namespace
}  // namespace aio
