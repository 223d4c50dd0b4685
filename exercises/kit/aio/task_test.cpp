#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <aio/testing/recording_host.hpp>
#include <chrono>

namespace aio {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::RecordingHost;

Task<int> value(int number) { co_return number; }

TEST(Task, DoesNotBeginBeforeItIsAwaited) {
  const auto body = []() -> Task<> {
    bool begun = false;
    const auto set = [&begun]() -> Task<> {
      begun = true;
      co_return;
    };
    auto task = set();
    EXPECT_FALSE(begun);
    co_await task;
    EXPECT_TRUE(begun);
    EXPECT_THROW(co_await task, InvalidStateError);
  };
  run(body());
}

TEST(Task, ReportsItselfWhenItIsDroppedUnawaited) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    {
      auto stored = value(1);
    }
    co_return;
  };
  run(body(), {.host = &host});
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNeverAwaited), ElementsAre("coroutine 'value' was never awaited"));
  EXPECT_THAT(host.diagnostics.at(0).file, ::testing::HasSubstr("task_test.cpp"));
}

Task<int> count_down(int depth) {
  if (depth == 0) co_return 0;
  co_return co_await count_down(depth - 1) + 1;
}

TEST(Task, NestsAsDeepAsMemoryAllows) { EXPECT_EQ(run(count_down(100'000)), 100'000); }

Task<int> throw_at_depth(int depth) {
  if (depth == 0) throw ConnectError("at the bottom");
  co_return co_await throw_at_depth(depth - 1);
}

TEST(Task, BringsAnExceptionUpFromThere) { EXPECT_THROW(run(throw_at_depth(30'000)), ConnectError); }

TEST(Task, MayAwaitReadyTasksAMillionTimesOver) {
  const auto body = []() -> Task<long> {
    long sum = 0;
    for (int i = 0; i < 1'000'000; ++i) sum += co_await value(1);
    co_return sum;
  };
  EXPECT_EQ(run(body(), {.slow_step = 0ms}), 1'000'000);
}

}  // namespace
}  // namespace aio
