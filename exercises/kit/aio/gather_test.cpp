#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/testing/recording_host.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace aio {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
constexpr RunOptions kVirtualTime{.virtual_time = true};

Task<int> value_after(Duration duration, int value) {
  co_await sleep(duration);
  co_return value;
}

Task<int> fail_after(Duration duration) {
  co_await sleep(duration);
  throw ConnectError("refused");
}

TEST(Gather, GivesTheValuesInTheOrderOfTheTasksNotOfTheirEnds) {
  const auto body = []() -> Task<> {
    std::vector<Task<int>> tasks;
    tasks.push_back(value_after(3s, 1));
    tasks.push_back(value_after(1s, 2));
    tasks.push_back(value_after(2s, 3));
    std::vector<int> values;
    for (const auto& outcome : co_await gather(std::move(tasks))) values.push_back(outcome.value());
    EXPECT_THAT(values, ElementsAre(1, 2, 3));
    EXPECT_EQ(now(), TimePoint(3s)) << "they run at the same time";
  };
  run(body(), kVirtualTime);
}

TEST(Gather, TakesTasksOfDifferentTypes) {
  const auto body = []() -> Task<> {
    const auto text = []() -> Task<std::string> { co_return "text"; };
    auto [number, nothing, string] = co_await gather(value_after(1s, 1), sleep(2s), text());
    EXPECT_EQ(*number, 1);
    EXPECT_TRUE(nothing.has_value());
    EXPECT_EQ(string->size(), 4u);
  };
  run(body(), kVirtualTime);
}

TEST(Gather, OfNothingIsDoneAtOnce) {
  const auto body = []() -> Task<> {
    EXPECT_TRUE((co_await gather(std::vector<Task<int>>())).empty());
    co_await gather();
  };
  run(body());
}

TEST(Gather, GivesAFailureAsAnOutcomeAndLetsTheOthersEnd) {
  const auto body = []() -> Task<> {
    auto [failed, good] = co_await gather(fail_after(1s), value_after(2s, 7));
    EXPECT_FALSE(failed.has_value());
    EXPECT_EQ(failed.what(), "refused");
    EXPECT_THROW(failed.value(), ConnectError);
    EXPECT_NE(failed.error(), nullptr);
    EXPECT_EQ(good.value(), 7);
    EXPECT_EQ(good.error(), nullptr);
    EXPECT_EQ(now(), TimePoint(2s));
  };
  run(body(), kVirtualTime);
}

TEST(Gather, GivesACancelledTaskAsAnOutcomeAndGoesOn) {
  const auto body = []() -> Task<> {
    auto handle = create_task(value_after(10s, 1));
    const auto cancel_it = [&]() -> Task<> {
      co_await sleep(1s);
      handle.cancel();
    };
    auto [cancelled, nothing, good] = co_await gather(handle.join(), cancel_it(), value_after(2s, 7));
    EXPECT_THROW(cancelled.value(), CancelledError);
    EXPECT_EQ(good.value(), 7);
  };
  run(body(), kVirtualTime);
}

TEST(Gather, WhenCancelledCancelsItsTasksAndWaitsForTheirCleanUp) {
  const auto body = []() -> Task<> {
    int cleaned_up = 0;
    const auto job = [&]() -> Task<> {
      bool cancelled = false;
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
        cancelled = true;
      }
      co_await sleep(1s);
      ++cleaned_up;
      if (cancelled) throw CancelledError();
    };
    const auto gathering = [&]() -> Task<> { co_await gather(job(), job()); };
    auto task = create_task(gathering());
    co_await sleep(1s);
    task.cancel();
    EXPECT_THROW(co_await task, CancelledError);
    EXPECT_EQ(cleaned_up, 2);
    EXPECT_EQ(now(), TimePoint(2s));
  };
  run(body(), kVirtualTime);
}

TEST(Gather, WhenCancelledEndsAsCancelledAlsoIfItsTasksDoNot) {
  const auto body = []() -> Task<> {
    const auto stubborn = []() -> Task<int> {
      try {
        co_await sleep(10s);
      } catch (const CancelledError&) {
      }
      co_return 1;
    };
    const auto gathering = [&]() -> Task<> { co_await gather(stubborn(), fail_after(1ms)); };
    auto task = create_task(gathering());
    co_await sleep(1s);
    task.cancel();
    EXPECT_THROW(co_await task, CancelledError);
  };
  testing::RecordingHost host;
  run(body(), {.virtual_time = true, .host = &host});
  EXPECT_TRUE(host.diagnostics.empty());
}

TEST(Gather, WithinALimitIsCutShort) {
  const auto body = []() -> Task<> {
    std::vector<Task<int>> tasks;
    for (int i = 0; i < 50; ++i) tasks.push_back(value_after(10s, i));
    EXPECT_THROW(co_await timeout(1s, gather(std::move(tasks))), TimeoutError);
    EXPECT_EQ(now(), TimePoint(1s));
  };
  run(body(), kVirtualTime);
}

TEST(Gather, MayHoldValuesThatCannotBeCopied) {
  const auto body = []() -> Task<> {
    const auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(4); };
    auto [pointer] = co_await gather(make());
    EXPECT_EQ(*std::move(pointer).value(), 4);
  };
  run(body());
}

}  // namespace
}  // namespace aio
