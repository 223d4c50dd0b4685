#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <chrono>
#include <thread>

namespace aio {
namespace {

using namespace std::chrono_literals;
constexpr RunOptions kVirtualTime{.virtual_time = true};

/// Waits; when cancelled, does so again for the clean-up, and passes the cancellation on.
Task<> sleep_and_clean_up(Duration duration, Duration clean_up, bool& cleaned_up) {
  std::exception_ptr cancelled;
  try {
    co_await sleep(duration);
  } catch (const CancelledError&) {
    cancelled = std::current_exception();
  }
  if (!cancelled) co_return;
  co_await sleep(clean_up);
  cleaned_up = true;
  std::rethrow_exception(cancelled);
}

Task<int> swallow_cancellation() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    co_return 7;
  }
  co_return 0;
}

Task<> throw_when_cancelled() {
  try {
    co_await sleep(10s);
  } catch (const CancelledError&) {
    throw ConnectError("while being cancelled");
  }
}

Task<> cancel_me_then_sleep(Duration duration) {
  current_task().cancel();
  co_await sleep(duration);
}

TEST(Timeout, ThrowsWhenTheLimitRunsOut) {
  const auto body = []() -> Task<> {
    EXPECT_THROW(co_await timeout(2s, sleep(10s)), TimeoutError);
    EXPECT_EQ(now(), TimePoint(2s));
    EXPECT_EQ(current_task().cancelling(), 0);
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, SaysItsLimit) {
  try {
    run(timeout(250ms, sleep(10s)), kVirtualTime);
    ADD_FAILURE() << "nothing was thrown";
  } catch (const TimeoutError& e) {
    EXPECT_STREQ(e.what(), "timed out after 0.25 s");
  }
}

TEST(Timeout, GivesTheResultThatCameInTimeAndLeavesNoTimer) {
  const auto body = []() -> Task<> {
    const auto five = []() -> Task<int> {
      co_await sleep(1s);
      co_return 5;
    };
    EXPECT_EQ(co_await timeout(10s, five()), 5);
    EXPECT_EQ(now(), TimePoint(1s));
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, BeginsWhenItIsAwaited) {
  const auto body = []() -> Task<> {
    auto limited = timeout(2s, sleep(1s));
    co_await sleep(5s);
    co_await limited;
    EXPECT_EQ(now(), TimePoint(6s));
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, WaitsForTheCleanUpOfWhatItCancels) {
  const auto body = []() -> Task<> {
    bool cleaned_up = false;
    EXPECT_THROW(co_await timeout(1s, sleep_and_clean_up(10s, 3s, cleaned_up)), TimeoutError);
    EXPECT_TRUE(cleaned_up);
    EXPECT_EQ(now(), TimePoint(4s));
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, OfZeroOrLessEndsTheFirstWait) {
  const auto body = []() -> Task<> {
    EXPECT_THROW(co_await timeout(0s, sleep(10s)), TimeoutError);
    EXPECT_THROW(co_await timeout(0s, sleep(0s)), TimeoutError);
    EXPECT_THROW(co_await timeout(-11s, sleep(0s)), TimeoutError);
    EXPECT_EQ(now(), TimePoint());
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, OfZeroLetsAnOperationPassThatDoesNotWait) {
  const auto body = []() -> Task<> {
    const auto ready = []() -> Task<int> { co_return 3; };
    EXPECT_EQ(co_await timeout(0s, ready()), 3);
    co_await sleep(0s);  // a limit that came too late must not strike here
    EXPECT_EQ(current_task().cancelling(), 0);
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, MayBeLongerThanTheClockCounts) {
  const auto body = []() -> Task<> {
    co_await sleep(1s);
    co_await timeout(Duration::max(), sleep(1s));
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, LetsOtherErrorsThrough) {
  const auto body = []() -> Task<> {
    const auto fails = []() -> Task<> {
      co_await sleep(1s);
      throw ConnectError("refused");
    };
    EXPECT_THROW(co_await timeout(2s, fails()), ConnectError);
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, LetsAnErrorOfTheCleanUpThroughAndStillTakesItsCancellationBack) {
  const auto body = []() -> Task<> {
    EXPECT_THROW(co_await timeout(1s, throw_when_cancelled()), ConnectError);
    EXPECT_EQ(current_task().cancelling(), 0);
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, BelievesAnOperationThatSwallowsTheCancellationAndTakesItBack) {
  const auto body = []() -> Task<> {
    EXPECT_EQ(co_await timeout(1s, swallow_cancellation()), 7);
    EXPECT_EQ(current_task().cancelling(), 0);
    EXPECT_THROW(co_await timeout(1s, sleep(10s)), TimeoutError);
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, LetsACancellationFromOutsideThrough) {
  const auto body = []() -> Task<> {
    auto task = create_task(timeout(10s, sleep(20s)));
    co_await sleep(1s);
    task.cancel();
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_EQ(now(), TimePoint(1s));
    EXPECT_TRUE(task.cancelled());
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, LetsACancellationByTheOperationItselfThrough) {
  const auto body = []() -> Task<> {
    auto task = create_task(timeout(10s, cancel_me_then_sleep(10s)));
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_EQ(now(), TimePoint());
  };
  run(body(), kVirtualTime);
}

TEST(Timeout, AndACancellationAtTheSameMomentAreACancellation) {
  for (const bool limit_first : {true, false}) {
    const auto body = [limit_first]() -> Task<> {
      auto task = create_task(timeout(1s, sleep(20s)));
      const auto cancel_it = [task]() mutable { task.cancel(); };
      if (!limit_first) EventLoop::current().call_at(TimePoint(1s), cancel_it);
      co_await sleep(0s);  // the limit begins
      if (limit_first) EventLoop::current().call_at(TimePoint(1s), cancel_it);
      EXPECT_THROW(co_await task, CancelledError);
      EXPECT_TRUE(task.cancelled());
      EXPECT_EQ(now(), TimePoint(1s));
    };
    run(body(), kVirtualTime);
  }
}

TEST(Timeout, DoesNotEndTheTaskItRunsIn) {
  const auto body = []() -> Task<> {
    const auto survives = []() -> Task<int> {
      try {
        co_await timeout(1s, sleep(10s));
      } catch (const TimeoutError&) {
      }
      co_await sleep(1s);
      co_return 1;
    };
    auto task = create_task(survives());
    EXPECT_EQ(co_await task, 1);
    EXPECT_FALSE(task.cancelled());
  };
  run(body(), kVirtualTime);
}

TEST(NestedTimeouts, TheInnerOneThrowsForItselfAlone) {
  const auto body = []() -> Task<> {
    const auto inner = []() -> Task<> {
      EXPECT_THROW(co_await timeout(1s, sleep(10s)), TimeoutError);
      co_await sleep(1s);
    };
    co_await timeout(3s, inner());
    EXPECT_EQ(now(), TimePoint(2s));
  };
  run(body(), kVirtualTime);
}

TEST(NestedTimeouts, TheOuterOneEndsTheInnerAsACancellation) {
  const auto body = []() -> Task<> {
    bool inner_cancelled = false;
    const auto inner = [&]() -> Task<> {
      try {
        co_await timeout(10s, sleep(20s));
      } catch (const CancelledError&) {
        inner_cancelled = true;
        throw;
      }
    };
    EXPECT_THROW(co_await timeout(1s, inner()), TimeoutError);
    EXPECT_TRUE(inner_cancelled);
    EXPECT_EQ(now(), TimePoint(1s));
  };
  run(body(), kVirtualTime);
}

TEST(NestedTimeouts, AtTheSameMomentOnlyTheOuterOneThrows) {
  const auto body = []() -> Task<> {
    bool inner_cancelled = false;
    const auto inner = [&]() -> Task<> {
      try {
        co_await timeout(1s, sleep(20s));
      } catch (const CancelledError&) {
        inner_cancelled = true;
        throw;
      }
    };
    EXPECT_THROW(co_await timeout(1s, inner()), TimeoutError);
    EXPECT_TRUE(inner_cancelled);
    EXPECT_EQ(current_task().cancelling(), 0);
  };
  run(body(), kVirtualTime);
}

TEST(NestedTimeouts, OnlyTheOuterOneThrowsWhenTheLoopWasBusyPastBoth) {
  const auto body = []() -> Task<> {
    bool inner_cancelled = false;
    const auto busy = []() -> Task<> {
      std::this_thread::sleep_for(30ms);  // past both limits before either can strike
      co_await sleep(10s);
    };
    const auto inner = [&]() -> Task<> {
      try {
        co_await timeout(2ms, busy());
      } catch (const CancelledError&) {
        inner_cancelled = true;
        throw;
      }
    };
    EXPECT_THROW(co_await timeout(20ms, inner()), TimeoutError);
    EXPECT_TRUE(inner_cancelled);
    EXPECT_EQ(current_task().cancelling(), 0);
  };
  run(body(), {.slow_step = 0s});
}

TEST(NestedTimeouts, TheOuterOneStrikesAfterTheInnerWasHandled) {
  const auto body = []() -> Task<> {
    const auto inner = []() -> Task<> {
      EXPECT_THROW(co_await timeout(10ms, sleep(10s)), TimeoutError);
      co_await sleep(10s);
    };
    EXPECT_THROW(co_await timeout(100ms, inner()), TimeoutError);
    EXPECT_EQ(now(), TimePoint(100ms));
  };
  run(body(), kVirtualTime);
}

TEST(NestedTimeouts, ALimitOnTheCleanUpOfACancelledOperationHolds) {
  const auto body = []() -> Task<> {
    const auto operation = []() -> Task<> {
      std::exception_ptr cancelled;
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
        cancelled = std::current_exception();
      }
      EXPECT_THROW(co_await timeout(1s, sleep(10s)), TimeoutError);
      std::rethrow_exception(cancelled);
    };
    EXPECT_THROW(co_await timeout(1s, operation()), TimeoutError);
    EXPECT_EQ(now(), TimePoint(2s));
  };
  run(body(), kVirtualTime);
}

Task<bool> cancel_and_catch() {
  try {
    co_await cancel_me_then_sleep(1s);
  } catch (const CancelledError&) {
    co_return true;
  }
  co_return false;
}

TEST(TimeoutAfterACancellation, StillThrowsForItself) {
  const auto body = []() -> Task<> {
    EXPECT_TRUE(co_await cancel_and_catch());
    EXPECT_THROW(co_await timeout(0s, sleep(1s)), TimeoutError);
    EXPECT_EQ(current_task().cancelling(), 1);
  };
  run(body(), kVirtualTime);
}

TEST(TimeoutAfterACancellation, LetsAnotherCancellationThrough) {
  const auto body = []() -> Task<> {
    EXPECT_TRUE(co_await cancel_and_catch());
    EXPECT_THROW(co_await timeout(1s, cancel_me_then_sleep(2s)), CancelledError);
  };
  run(body(), kVirtualTime);
}

}  // namespace
}  // namespace aio
