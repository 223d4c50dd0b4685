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
using ::testing::ElementsAre;
using testing::fail_after;
using testing::fail_when_cancelled;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RecordingHost;
using ::testing::SizeIs;
using testing::value_after;
constexpr RunOptions kVirtualTime{.virtual_time = true};

TEST(TaskGroup, WaitsForAllItsTasks) {
  const auto body = []() -> Task<> {
    TaskGroup group;
    auto a = group.create_task(value_after(1s, 42), "a");
    co_await sleep(500ms);
    auto b = group.create_task(value_after(2s, 11));
    co_await group.join();
    EXPECT_EQ(a.result(), 42);
    EXPECT_EQ(a.name(), "a");
    EXPECT_EQ(b.result(), 11);
    EXPECT_EQ(now(), TimePoint(2500ms));
    EXPECT_THAT(group.errors(), IsEmpty());
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, OfNothingIsJoinedAtOnce) {
  const auto body = []() -> Task<> {
    TaskGroup group;
    co_await group.join();
  };
  run(body());
}

TEST(TaskGroup, GoesOnWhenOneOfItsTasksIsCancelledByItself) {
  const auto body = []() -> Task<> {
    TaskGroup group;
    auto a = group.create_task(value_after(10s, 42));
    auto b = group.create_task(value_after(2s, 11));
    co_await sleep(1s);
    a.cancel();
    co_await group.join();
    EXPECT_TRUE(a.cancelled());
    EXPECT_EQ(b.result(), 11);
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, CancelsTheOthersWhenOneFailsAndThrowsItsExceptionItself) {
  const auto body = []() -> Task<> {
    int cancelled = 0;
    TaskGroup group;
    group.create_task(fail_after(1s));
    auto sibling = group.create_task(count_cancellation(cancelled));
    EXPECT_THROW(co_await group.join(), ConnectError);
    EXPECT_EQ(cancelled, 1);
    EXPECT_TRUE(sibling.cancelled());
    EXPECT_EQ(now(), TimePoint(1s));
    EXPECT_EQ(current_task().cancelling(), 0);
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, WaitsForTheCleanUpOfTheOthers) {
  const auto body = []() -> Task<> {
    const auto slow_to_end = []() -> Task<> {
      try {
        co_await sleep(100s);
      } catch (const CancelledError&) {
      }
      co_await sleep(5s);
    };
    TaskGroup group;
    group.create_task(slow_to_end());
    group.create_task(fail_after(1s));
    EXPECT_THROW(co_await group.join(), ConnectError);
    EXPECT_EQ(now(), TimePoint(6s));
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, ThrowsTheFirstErrorAndKeepsTheOthersForWhoAsks) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    TaskGroup group;
    group.create_task(fail_after(1s));
    group.create_task(fail_when_cancelled());
    EXPECT_THROW(co_await group.join(), ConnectError);
    const auto errors = group.errors();
    EXPECT_THAT(errors, SizeIs(2));
    EXPECT_THROW(std::rethrow_exception(errors.at(1)), TransportError);
  };
  run(body(), {.virtual_time = true, .host = &host});
  EXPECT_THAT(host.diagnostics, IsEmpty());
}

TEST(TaskGroup, ReportsTheOtherErrorsWhenNobodyAsks) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    TaskGroup group;
    group.create_task(fail_after(1s));
    group.create_task(fail_when_cancelled(), "other");
    EXPECT_THROW(co_await group.join(), ConnectError);
  };
  run(body(), {.virtual_time = true, .host = &host});
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNeverRetrieved), ElementsAre(HasSubstr("'other'")));
}

TEST(TaskGroup, CountsAllThatFailAtTheSameMoment) {
  const auto body = []() -> Task<> {
    TaskGroup group;
    for (int i = 0; i < 3; ++i) group.create_task(fail_after(1s));
    EXPECT_THROW(co_await group.join(), ConnectError);
    EXPECT_THAT(group.errors(), SizeIs(3));
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, TellsAtItsJoinOfAFailureThatCameBefore) {
  const auto body = []() -> Task<> {
    int cancelled = 0;
    TaskGroup group;
    group.create_task(fail_after(1s));
    group.create_task(count_cancellation(cancelled));
    co_await sleep(3s);  // a plain group does not cancel its owner
    EXPECT_EQ(cancelled, 1);
    EXPECT_THROW(co_await group.join(), ConnectError);
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, CancelledFromOutsideCancelsItsTasksAndThrowsTheCancellation) {
  const auto body = []() -> Task<> {
    int cancelled = 0;
    const auto runner = [&]() -> Task<> {
      TaskGroup group;
      for (int i = 0; i < 5; ++i) group.create_task(count_cancellation(cancelled));
      co_await group.join();
    };
    auto task = co_await cancel_after(1s, runner());
    EXPECT_TRUE(task.cancelled());
    EXPECT_EQ(cancelled, 5);
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, CancelledFromOutsideThrowsAnErrorOfItsTasksRatherThanTheCancellation) {
  const auto body = []() -> Task<> {
    const auto runner = []() -> Task<> {
      TaskGroup group;
      group.create_task(fail_when_cancelled());
      co_await group.join();
    };
    auto task = co_await cancel_after(1s, runner());
    EXPECT_THROW(task.result(), TransportError);
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, IsCutShortByALimit) {
  const auto body = []() -> Task<> {
    int cancelled = 0;
    const auto runner = [&]() -> Task<> {
      TaskGroup group;
      group.create_task(count_cancellation(cancelled));
      co_await group.join();
    };
    EXPECT_THROW(co_await timeout(1s, runner()), TimeoutError);
    EXPECT_EQ(cancelled, 1);
    EXPECT_EQ(current_task().cancelling(), 0);
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, MayBeCancelledAgainWhileItsTasksCleanUp) {
  const auto body = []() -> Task<> {
    bool cleaned_up = false;
    const auto slow_to_end = [&]() -> Task<> {
      try {
        co_await sleep(100s);
      } catch (const CancelledError&) {
      }
      co_await sleep(5s);
      cleaned_up = true;
    };
    const auto runner = [&]() -> Task<> {
      TaskGroup group;
      group.create_task(slow_to_end());
      co_await group.join();
    };
    auto task = create_task(runner());
    co_await sleep(1s);
    task.cancel();
    co_await sleep(1s);
    task.cancel();
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_TRUE(cleaned_up);
    EXPECT_EQ(now(), TimePoint(6s));
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, TakesTasksFromItsOwnTasks) {
  const auto body = []() -> Task<> {
    int ended = 0;
    TaskGroup group;
    const auto leaf = [&]() -> Task<> {
      co_await sleep(1s);
      ++ended;
    };
    const auto root = [&]() -> Task<> {
      co_await sleep(1s);
      group.create_task(leaf());
      group.create_task(leaf());
    };
    group.create_task(root());
    co_await group.join();
    EXPECT_EQ(ended, 2);
  };
  run(body(), kVirtualTime);
}

TEST(TaskGroup, EndsAlsoWhenItsTasksMultiplyWhileItShutsDown) {
  RecordingHost host;  // the tasks refused at the end are never awaited
  int heads = 0;
  struct Hydra {
    static Task<> grow(TaskGroup& group, int& count) {
      ++count;
      co_await sleep(10ms);
      for (int head = 0; head < 2; ++head) group.create_task(grow(group, count));
    }
  };
  const auto body = [&]() -> Task<> {
    TaskGroup group;
    const auto hercules = [&]() -> Task<> {
      while (heads < 10) co_await sleep(15ms);
      throw ConnectError("enough");
    };
    group.create_task(Hydra::grow(group, heads));
    group.create_task(hercules());
    EXPECT_THROW(co_await group.join(), ConnectError);
    static_cast<void>(group.errors());
  };
  run(body(), {.virtual_time = true, .host = &host});
  EXPECT_GE(heads, 10);
}

TEST(TaskGroup, TakesNoTaskWhileItShutsDownNorAfterItsJoin) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    TaskGroup group;
    bool refused = false;
    const auto late = [&]() -> Task<> {
      try {
        co_await sleep(100s);
      } catch (const CancelledError&) {
        try {
          group.create_task(value_after(0s, 1));
        } catch (const InvalidStateError&) {
          refused = true;
        }
      }
    };
    group.create_task(late());
    group.create_task(fail_after(1s));
    EXPECT_THROW(co_await group.join(), ConnectError);
    EXPECT_TRUE(refused);

    TaskGroup joined;
    co_await joined.join();
    EXPECT_THROW(joined.create_task(value_after(0s, 1)), InvalidStateError);
  };
  run(body(), {.virtual_time = true, .host = &host});
}

TEST(TaskGroup, DestroyedBeforeItsJoinCancelsItsTasksAndIsReported) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    int cancelled = 0;
    {
      TaskGroup group;
      group.create_task(count_cancellation(cancelled));
      co_await sleep(1s);
    }
    co_await sleep(1s);
    EXPECT_EQ(cancelled, 1);
  };
  run(body(), {.virtual_time = true, .host = &host});
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNeverJoined), ElementsAre(HasSubstr("destroyed before it was joined")));
}

}  // namespace
}  // namespace aio
