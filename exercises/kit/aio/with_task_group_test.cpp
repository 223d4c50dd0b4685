#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <aio/testing/group_members.hpp>
#include <aio/testing/recording_host.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <vector>

namespace aio {
namespace {

using namespace std::chrono_literals;
using testing::cancel_after;
using testing::count_cancellation;
using testing::fail_after;
using testing::fail_when_cancelled;
using testing::RecordingHost;
using testing::value_after;
constexpr RunOptions kVirtualTime{.virtual_time = true};

TEST(WithTaskGroup, WaitsForTheTasksAfterTheBody) {
  const auto body = []() -> Task<> {
    std::optional<TaskHandle<int>> task;
    co_await with_task_group([&](TaskGroup& group) -> Task<> {
      task = group.create_task(value_after(2s, 42));
      co_await sleep(1s);
    });
    EXPECT_EQ(task->result(), 42);
    EXPECT_EQ(now(), TimePoint(2s));
  };
  run(body(), kVirtualTime);
}

TEST(WithTaskGroup, CancelsTheBodyWhenATaskFailsAndTakesThatBack) {
  const auto body = []() -> Task<> {
    bool body_cancelled = false;
    const auto block = [&](TaskGroup& group) -> Task<> {
      group.create_task(fail_after(1s));
      try {
        co_await sleep(100s);
      } catch (const CancelledError&) {
        body_cancelled = true;
        throw;
      }
    };
    EXPECT_THROW(co_await with_task_group(block), ConnectError);
    EXPECT_TRUE(body_cancelled);
    EXPECT_EQ(current_task().cancelling(), 0);
    co_await sleep(1s);
    EXPECT_EQ(now(), TimePoint(2s));
  };
  run(body(), kVirtualTime);
}

TEST(WithTaskGroup, CancelsTheTasksWhenTheBodyFails) {
  for (const Duration before_the_failure : {0s, 1s}) {
    const auto body = [before_the_failure]() -> Task<> {
      std::optional<TaskHandle<int>> task;
      const auto block = [&](TaskGroup& group) -> Task<> {
        task = group.create_task(value_after(100s, 42));
        if (before_the_failure > 0s) co_await sleep(before_the_failure);
        throw std::domain_error("body");
      };
      EXPECT_THROW(co_await with_task_group(block), std::domain_error);
      EXPECT_TRUE(task->cancelled());
      EXPECT_EQ(now(), TimePoint(before_the_failure));
    };
    run(body(), kVirtualTime);
  }
}

TEST(WithTaskGroup, ThrowsWhicheverFailedFirstOfTaskAndBody) {
  const auto body = []() -> Task<> {
    const auto task_first = [](TaskGroup& group) -> Task<> {
      group.create_task(fail_after(1s));
      co_await fail_when_cancelled();
    };
    EXPECT_THROW(co_await with_task_group(task_first), ConnectError);
    const auto body_first = [](TaskGroup& group) -> Task<> {
      group.create_task(fail_when_cancelled(), "t");
      co_await sleep(1s);
      throw std::domain_error("body");
    };
    EXPECT_THROW(co_await with_task_group(body_first), std::domain_error);
    EXPECT_EQ(current_task().cancelling(), 0);
  };
  RecordingHost host;
  run(body(), {.virtual_time = true, .host = &host});
}

TEST(WithTaskGroup, CancelledInItsBodyCancelsTheTasksToo) {
  const auto body = []() -> Task<> {
    int tasks_cancelled = 0;
    int body_cancelled = 0;
    const auto runner = [&]() -> Task<> {
      co_await with_task_group([&](TaskGroup& group) -> Task<> {
        for (int i = 0; i < 5; ++i) group.create_task(count_cancellation(tasks_cancelled));
        co_await count_cancellation(body_cancelled);
      });
    };
    auto task = co_await cancel_after(1s, runner());
    EXPECT_TRUE(task.cancelled());
    EXPECT_EQ(tasks_cancelled, 5);
    EXPECT_EQ(body_cancelled, 1);
  };
  run(body(), kVirtualTime);
}

TEST(WithTaskGroup, WithoutTasksLetsACancellationThrough) {
  const auto body = []() -> Task<> {
    int cancelled = 0;
    const auto runner = [&]() -> Task<> {
      co_await with_task_group([&](TaskGroup&) -> Task<> { co_await count_cancellation(cancelled); });
    };
    EXPECT_TRUE((co_await cancel_after(1s, runner())).cancelled());
    EXPECT_EQ(cancelled, 1);
  };
  run(body(), kVirtualTime);
}

TEST(WithTaskGroup, ThrowsTheErrorOfABodyThatFailsWhenCancelled) {
  const auto body = []() -> Task<> {
    const auto runner = []() -> Task<> {
      co_await with_task_group([](TaskGroup&) -> Task<> { co_await fail_when_cancelled(); });
    };
    auto task = co_await cancel_after(1s, runner());
    EXPECT_THROW(task.result(), TransportError);
  };
  run(body(), kVirtualTime);
}

TEST(WithTaskGroup, ThrowsTheErrorOfATaskThatFailsWhileTheCancelledBodyCleansUp) {
  const auto body = []() -> Task<> {
    const auto runner = []() -> Task<> {
      co_await with_task_group([](TaskGroup& group) -> Task<> {
        group.create_task(fail_after(3s));
        bool cancelled = false;
        try {
          co_await sleep(100s);
        } catch (const CancelledError&) {
          cancelled = true;
        }
        co_await gather(sleep(5s));
        if (cancelled) throw CancelledError();
      });
    };
    auto task = co_await cancel_after(1s, runner());
    EXPECT_THROW(task.result(), ConnectError);
  };
  run(body(), kVirtualTime);
}

TEST(NestedTaskGroups, TheOutersFailureCancelsTheInner) {
  const auto body = []() -> Task<> {
    int cancelled = 0;
    const auto block = [&](TaskGroup& outer) -> Task<> {
      outer.create_task(fail_after(1s));
      co_await with_task_group([&](TaskGroup& inner) -> Task<> {
        inner.create_task(count_cancellation(cancelled));
        co_return;
      });
    };
    EXPECT_THROW(co_await with_task_group(block), ConnectError);
    EXPECT_EQ(cancelled, 1);
    EXPECT_EQ(now(), TimePoint(1s));
  };
  run(body(), kVirtualTime);
}

TEST(NestedTaskGroups, TheInnersFailureIsAFailureOfTheOutersBody) {
  const auto body = []() -> Task<> {
    int cancelled = 0;
    const auto block = [&](TaskGroup& outer) -> Task<> {
      outer.create_task(count_cancellation(cancelled));
      co_await with_task_group([&](TaskGroup& inner) -> Task<> {
        inner.create_task(fail_after(1s));
        co_return;
      });
    };
    EXPECT_THROW(co_await with_task_group(block), ConnectError);
    EXPECT_EQ(cancelled, 1);
  };
  run(body(), kVirtualTime);
}

TEST(NestedTaskGroups, CancelledFromOutsideThrowWhatTheInnersTasksThrow) {
  const auto body = []() -> Task<> {
    const auto runner = []() -> Task<> {
      co_await with_task_group([](TaskGroup& outer) -> Task<> {
        outer.create_task(sleep(100s));
        co_await with_task_group([](TaskGroup& inner) -> Task<> {
          inner.create_task(fail_when_cancelled());
          co_await sleep(100s);
        });
      });
    };
    auto task = co_await cancel_after(1s, runner());
    EXPECT_THROW(task.result(), TransportError);
  };
  run(body(), kVirtualTime);
}

}  // namespace
}  // namespace aio
