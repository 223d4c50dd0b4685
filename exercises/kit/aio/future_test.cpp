#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <aio/testing/recording_host.hpp>
#include <chrono>
#include <memory>
#include <thread>

namespace aio {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RecordingHost;
constexpr RunOptions kVirtualTime{.virtual_time = true};

Task<int> wait_for(Future<int> future) { co_return co_await future; }

TEST(Future, IsPendingAtFirst) {
  Future<int> future;
  EXPECT_FALSE(future.done());
  EXPECT_FALSE(future.cancelled());
  EXPECT_THROW(future.result(), InvalidStateError);
  EXPECT_THROW(future.exception(), InvalidStateError);
}

TEST(Future, KeepsItsValue) {
  Future<int> future;
  future.set_result(42);
  EXPECT_TRUE(future.done());
  EXPECT_EQ(future.result(), 42);
  EXPECT_EQ(future.result(), 42);
  EXPECT_EQ(future.exception(), nullptr);
}

TEST(Future, KeepsItsException) {
  Future<int> future;
  future.set_exception(ConnectError("refused"));
  EXPECT_TRUE(future.done());
  EXPECT_THROW(future.result(), ConnectError);
  EXPECT_NE(future.exception(), nullptr);
}

TEST(Future, KeepsThatItWasCancelled) {
  Future<int> future;
  EXPECT_TRUE(future.cancel());
  EXPECT_TRUE(future.done());
  EXPECT_TRUE(future.cancelled());
  EXPECT_THROW(future.result(), CancelledError);
  EXPECT_THROW(future.exception(), CancelledError);
  EXPECT_FALSE(future.cancel());
}

TEST(Future, IsResolvedOnlyOnce) {
  Future<int> future;
  future.set_result(1);
  EXPECT_THROW(future.set_result(2), InvalidStateError);
  EXPECT_THROW(future.set_exception(ConnectError("late")), InvalidStateError);
  EXPECT_FALSE(future.cancel());
  EXPECT_EQ(future.result(), 1);

  Future<int> cancelled;
  cancelled.cancel();
  EXPECT_THROW(cancelled.set_result(2), InvalidStateError);
  EXPECT_THROW(cancelled.set_exception(ConnectError("late")), InvalidStateError);
}

TEST(Future, CannotFailWithoutAnException) {
  Future<int> future;
  EXPECT_THROW(future.set_exception(std::exception_ptr()), InvalidStateError);
  EXPECT_FALSE(future.done());
}

TEST(Future, OfNothingIsResolvedToo) {
  const auto body = []() -> Task<> {
    Future<void> future;
    future.set_result();
    co_await future;
    future.result();
  };
  run(body());
}

TEST(Future, GivesItsValueToAllWhoWait) {
  const auto body = []() -> Task<> {
    Future<int> future;
    auto first = create_task(wait_for(future));
    auto second = create_task(wait_for(future));
    co_await sleep(1s);
    EXPECT_FALSE(first.done());
    future.set_result(42);
    EXPECT_EQ(co_await first, 42);
    EXPECT_EQ(co_await second, 42);
    EXPECT_EQ(co_await future, 42);
  };
  run(body(), kVirtualTime);
}

TEST(Future, WakesItsWaitersInTheOrderTheyCame) {
  const auto body = []() -> Task<> {
    Future<int> future;
    std::string order;
    const auto waiter = [&](char name) -> Task<> {
      co_await future;
      order += name;
    };
    auto a = create_task(waiter('a'));
    auto b = create_task(waiter('b'));
    auto c = create_task(waiter('c'));
    co_await sleep(0s);
    future.set_result(1);
    EXPECT_EQ(order, "") << "they are woken, not run";
    co_await gather(a.join(), b.join(), c.join());
    EXPECT_EQ(order, "abc");
  };
  run(body());
}

TEST(Future, ThrowsItsExceptionInAllWhoWait) {
  const auto body = []() -> Task<> {
    Future<int> future;
    auto first = create_task(wait_for(future));
    auto second = create_task(wait_for(future));
    co_await sleep(0s);
    future.set_exception(ConnectError("refused"));
    EXPECT_THROW(co_await first, ConnectError);
    EXPECT_THROW(co_await second, ConnectError);
  };
  run(body());
}

TEST(Future, CancelsAllWhoWaitWhenItIsCancelled) {
  const auto body = []() -> Task<> {
    Future<int> future;
    auto waiter = create_task(wait_for(future));
    co_await sleep(0s);
    future.cancel();
    EXPECT_THROW(co_await waiter, CancelledError);
    EXPECT_TRUE(waiter.cancelled());
    EXPECT_EQ(waiter.cancelling(), 0);
  };
  run(body());
}

TEST(Future, IsNotHarmedByAWaiterThatIsCancelled) {
  const auto body = []() -> Task<> {
    Future<int> future;
    auto cancelled = create_task(wait_for(future));
    auto patient = create_task(wait_for(future));
    co_await sleep(0s);
    cancelled.cancel();
    EXPECT_THROW(co_await cancelled, CancelledError);
    EXPECT_FALSE(future.done());
    future.set_result(1);
    EXPECT_EQ(co_await patient, 1);
  };
  run(body());
}

TEST(Future, CancelledTogetherWithItsWaiterEndsTheWaiterOnce) {
  const auto body = []() -> Task<> {
    Future<int> future;
    auto waiter = create_task(wait_for(future));
    co_await sleep(0s);
    future.cancel();
    waiter.cancel();
    EXPECT_THROW(co_await waiter, CancelledError);
    EXPECT_TRUE(future.cancelled());
  };
  run(body());
}

TEST(Future, AwaitedWhenDoneDoesNotGiveWay) {
  const auto body = []() -> Task<> {
    Future<int> future;
    future.set_result(1);
    bool other_ran = false;
    const auto other = [&]() -> Task<> {
      other_ran = true;
      co_return;
    };
    auto task = create_task(other());
    co_await future;
    EXPECT_FALSE(other_ran);
    co_await task;
  };
  run(body());
}

TEST(Future, MayHoldAValueThatCannotBeCopied) {
  const auto body = []() -> Task<> {
    Future<std::unique_ptr<int>> future;
    future.set_result(std::make_unique<int>(5));
    EXPECT_EQ(*co_await future, 5);
  };
  run(body());
}

TEST(Future, IsResolvedFromAnotherThreadByPost) {
  const auto body = []() -> Task<int> {
    ExternalWork work;
    Future<int> future;
    std::thread other(
        [&loop = EventLoop::current(), future] { loop.post([future]() mutable { future.set_result(9); }); });
    const int result = co_await future;
    other.join();
    co_return result;
  };
  EXPECT_EQ(run(body()), 9);
}

TEST(Future, SurvivesTheWaiterThatDropsTheLastHandle) {
  const auto body = []() -> Task<> {
    auto waiter = create_task(wait_for(Future<int>()));
    co_await sleep(0s);
    waiter.cancel();
    EXPECT_THROW(co_await waiter, CancelledError);
  };
  run(body());
}

TEST(FutureDiagnostic, NamesAnExceptionThatNobodyAskedFor) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    Future<int>().set_exception(ConnectError("refused"));
    co_return;
  };
  run(body(), {.host = &host});
  EXPECT_THAT(host.texts(Diagnostic::Kind::kNeverRetrieved),
              ElementsAre("a future failed, and nobody asked for its exception: refused"));
  EXPECT_THAT(host.diagnostics.at(0).file, HasSubstr("future_test.cpp"));
}

TEST(FutureDiagnostic, IsSilentWhenAllIsWell) {
  RecordingHost host;
  const auto body = []() -> Task<> {
    Future<int> abandoned;
    Future<int> resolved;
    resolved.set_result(1);
    Future<int> cancelled;
    cancelled.cancel();
    Future<int> asked;
    asked.set_exception(ConnectError("refused"));
    static_cast<void>(asked.exception());
    Future<int> thrown;
    thrown.set_exception(ConnectError("refused"));
    EXPECT_THROW(thrown.result(), ConnectError);
    co_return;
  };
  run(body(), {.host = &host});
  EXPECT_THAT(host.diagnostics, IsEmpty());
}

}  // namespace
}  // namespace aio
