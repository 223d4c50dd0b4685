#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <aio/testing/recording_host.hpp>
#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace aio {
namespace {

using namespace std::chrono_literals;
using testing::RecordingHost;

TEST(InExecutor, GivesTheFunctionsResultFromAnotherThread) {
  const auto body = []() -> Task<> {
    const auto here = std::this_thread::get_id();
    const auto there = co_await in_executor([] { return std::this_thread::get_id(); });
    EXPECT_NE(here, there);
  };
  run(body());
}

TEST(InExecutor, TakesFunctionsWithoutResultAndThatCannotBeCopied) {
  const auto body = []() -> Task<> {
    co_await in_executor([] {});
    EXPECT_EQ(co_await in_executor([number = std::make_unique<int>(3)] { return *number; }), 3);
    EXPECT_EQ(*co_await in_executor([] { return std::make_unique<int>(3); }), 3);
  };
  run(body());
}

TEST(InExecutor, ThrowsWhatTheFunctionThrows) {
  const auto body = []() -> Task<> {
    EXPECT_THROW(co_await in_executor([]() -> int { throw std::out_of_range("x"); }), std::out_of_range);
    EXPECT_THROW(co_await in_executor([] { throw ConnectError("x"); }), ConnectError);
  };
  run(body());
}

TEST(InExecutor, RunsManyFunctionsAtTheSameTime) {
  constexpr int kFunctions = 50;
  const auto body = []() -> Task<> {
    std::latch all_there(kFunctions);
    const auto meet = [&all_there] { all_there.arrive_and_wait(); };  // ends only if all run at once
    std::vector<Task<void>> tasks;
    for (int i = 0; i < kFunctions; ++i) tasks.push_back(in_executor(meet));
    co_await gather(std::move(tasks));
  };
  run(body());
}

TEST(InExecutor, LetsTheLoopTickMeanwhile) {
  const auto body = []() -> Task<> {
    std::atomic<bool> go = false;
    const auto wait = [&go] {
      while (!go) std::this_thread::sleep_for(1ms);
    };
    auto job = create_task(in_executor(wait));
    for (int tick = 0; tick < 20; ++tick) co_await sleep(1ms);
    EXPECT_FALSE(job.done());
    go = true;
    co_await job;
  };
  run(body());
}

TEST(InExecutor, CancelledStopsTheWaitAtOnceAndRunWaitsForTheFunction) {
  std::atomic<bool> go = false;
  std::atomic<bool> ended = false;
  const auto body = [&]() -> Task<> {
    const auto wait = [&] {
      while (!go) std::this_thread::sleep_for(1ms);
      std::this_thread::sleep_for(10ms);
      ended = true;
      throw ConnectError("nobody hears this");
    };
    auto job = create_task(in_executor(wait));
    co_await sleep(1ms);
    job.cancel();
    EXPECT_THROW(co_await job, CancelledError);
    EXPECT_FALSE(ended);
    EXPECT_TRUE(EventLoop::current().has_outstanding());
    go = true;
  };
  RecordingHost host;
  run(body(), {.host = &host});
  EXPECT_TRUE(ended);
  EXPECT_TRUE(host.diagnostics.empty());
}

TEST(InExecutor, HoldsVirtualTimeBackAndCountsAsAJob) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    auto other = create_task(sleep(1h));
    co_await in_executor([] { std::this_thread::sleep_for(10ms); });
    EXPECT_EQ(now(), TimePoint());
    co_await other;
  };
  run(body(), {.virtual_time = true, .host = &host});
  ASSERT_FALSE(host.idles.empty());
  EXPECT_EQ(host.idles.front().jobs, 1u);
  EXPECT_EQ(host.idles.back().jobs, 0u);
}

}  // namespace
}  // namespace aio
