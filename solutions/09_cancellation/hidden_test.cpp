#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;

namespace {

constexpr auto kShip = "let_ship_through";

/// A ship's passage: the names of its steps, and what they do.
struct Passage {
  std::vector<std::string> names;
  Operation perform = operation("step").takes(2s).returns();
  Operation clean_up = operation("clean-up").returns();
  Operation report = listener("report");
};

class BridgeTest : public Test {
 protected:
  Passage passage(int steps) {
    Passage result;
    for (int i = 0; i < steps; ++i) result.names.push_back(word());
    return result;
  }
  Call start(const Passage& ship) {
    return subject.start(kShip, Json(ship.names), ship.perform, ship.clean_up, ship.report);
  }
  Outcome run(const Passage& ship) {
    const Outcome outcome = start(ship).outcome();
    subject.settle();
    return outcome;
  }
  /// Starts the passage and cancels it after `moment`.
  Outcome cancel_after(Duration moment, const Passage& ship) {
    Call call = start(ship);
    subject.advance(moment);
    call.cancel();
    const Outcome outcome = call.outcome();
    subject.settle();
    return outcome;
  }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  void expect_reported(const Passage& ship, std::size_t steps) {
    const Json done(std::vector<std::string>(ship.names.begin(), ship.names.begin() + static_cast<long>(steps)));
    ASSERT_EQ(ship.report.attempts().size(), 1u) << "the number of reports";
    EXPECT_EQ(ship.report.attempts()[0].args[0], done) << "the steps reported as performed to their end";
  }
};

/// The steps that were begun, by name.
std::vector<std::string> begun(const Passage& ship) {
  std::vector<std::string> names;
  for (const Attempt& attempt : ship.perform.attempts()) names.push_back(attempt.args[0].get<std::string>());
  return names;
}

/// When each run of an operation was begun, as a student reads it.
std::vector<std::string> moments(const Operation& job) {
  std::vector<std::string> times;
  for (const Attempt& attempt : job.attempts()) times.push_back(describe(attempt.started));
  return times;
}

std::vector<std::string> first(const Passage& ship, std::size_t count) {
  return {ship.names.begin(), ship.names.begin() + static_cast<long>(count)};
}

}  // namespace

#define BRIDGE_CRITERION(id) \
  class id : public BridgeTest {}

BRIDGE_CRITERION(performs_the_steps);

TEST_F(performs_the_steps, InTheirOrder) {
  const Passage ship = passage(5);
  EXPECT_THAT(run(ship), returned());
  EXPECT_EQ(begun(ship), ship.names) << "the steps that were begun";
}

TEST_F(performs_the_steps, EachWhenTheOneBeforeHasEnded) {
  Passage ship = passage(3);
  ship.perform = operation("step").takes(2s).returns().then().takes(3s).returns().then().takes(500ms).returns();
  EXPECT_THAT(run(ship), AllOf(returned(), took(5'500ms))) << "the steps take 2 s, 3 s and 500 ms";
  EXPECT_THAT(moments(ship.perform), ElementsAre(describe(0s), describe(2s), describe(5s)))
      << "the moments at which the steps began";
}

TEST_F(performs_the_steps, HoweverManyThereAre) {
  for (const int count : {1, 2, 12}) {
    const Passage ship = passage(count);
    EXPECT_THAT(run(ship), AllOf(returned(), took(2s * count)));
    EXPECT_EQ(begun(ship), ship.names) << "the steps that were begun";
  }
}

TEST_F(performs_the_steps, AndWithoutAnyNone) {
  const Passage ship = passage(0);
  EXPECT_THAT(run(ship), AllOf(returned(), took(0s)));
  EXPECT_EQ(ship.perform.started(), 0u) << "there was no step to perform";
}

TEST_F(performs_the_steps, AlsoThoseOfTheSameName) {
  Passage ship = passage(1);
  ship.names = {ship.names[0], ship.names[0]};
  EXPECT_THAT(run(ship), returned());
  EXPECT_EQ(begun(ship), ship.names) << "the steps that were begun";
}

TEST_F(performs_the_steps, OfTwoShipsAtOnce) {
  const Passage one = passage(3);
  const Passage other = passage(2);
  auto slow = start(one);
  auto fast = start(other);
  EXPECT_THAT(fast.outcome(), AllOf(returned(), took(4s)));
  EXPECT_THAT(slow.outcome(), AllOf(returned(), took(6s)));
  EXPECT_EQ(begun(one), one.names) << "the steps that were begun";
  EXPECT_EQ(begun(other), other.names) << "the steps that were begun";
}

BRIDGE_CRITERION(stops_at_once);

TEST_F(stops_at_once, WhicheverStepIsUnderWay) {
  for (std::size_t step = 0; step < 4; ++step) {
    const Passage ship = passage(4);
    const Duration start = subject.now();
    const Duration moment = step * 2s + odd_duration(100, 1'900);
    cancel_after(moment, ship);
    subject.advance(1min);
    EXPECT_EQ(begun(ship), first(ship, step + 1)) << "the steps that were begun, before the cancellation and after it";
    ASSERT_EQ(ship.perform.cancelled(), 1u) << "the number of steps that were cancelled";
    ASSERT_TRUE(ship.perform.attempts().back().cancelled) << "the step under way should have been cancelled";
    EXPECT_EQ(describe(*ship.perform.attempts().back().cancelled - start), describe(moment))
        << "the moment at which the step was cancelled";
  }
}

TEST_F(stops_at_once, WhenAStepHangs) {
  Passage ship = passage(3);
  ship.perform = operation("step").takes(1s).returns().then().hangs();
  cancel_after(30s, ship);
  subject.advance(1min);
  EXPECT_EQ(begun(ship), first(ship, 2)) << "the steps that were begun, before the cancellation and after it";
  EXPECT_EQ(ship.perform.cancelled(), 1u) << "the number of steps that were cancelled";
}

TEST_F(stops_at_once, WhenAStepHasOnlyJustBegun) {
  const Passage ship = passage(3);
  cancel_after(2s, ship);
  subject.advance(1min);
  EXPECT_EQ(begun(ship), first(ship, 2)) << "the steps that were begun, before the cancellation and after it";
  EXPECT_EQ(ship.perform.cancelled(), 1u) << "the number of steps that were cancelled";
}

TEST_F(stops_at_once, AndLetsTheCancelledStepEndBeforeTheCleanUp) {
  Passage ship = passage(3);
  ship.perform = operation("step").takes(2s).returns().cleanup_takes(4s);
  cancel_after(3s, ship);
  EXPECT_EQ(ship.perform.ended(), 2u) << "the number of steps that have ended when the call is over";
  EXPECT_THAT(moments(ship.report), Each(describe(7s))) << "the step was cancelled after 3 s and took 4 s to end";
  EXPECT_THAT(moments(ship.clean_up), Each(describe(7s))) << "the step was cancelled after 3 s and took 4 s to end";
}

TEST_F(stops_at_once, WhenAStepFails) {
  Passage ship = passage(4);
  ship.perform = operation("step").takes(2s).returns().then().takes(1s).throws("TransportError", word());
  run(ship);
  subject.advance(1min);
  EXPECT_EQ(begun(ship), first(ship, 2)) << "the steps that were begun, before one failed and after it";
}

TEST_F(stops_at_once, ForOneShipAndNotForTheOther) {
  const Passage mine = passage(3);
  const Passage other = passage(3);
  auto call = start(other);
  cancel_after(3s, mine);
  EXPECT_THAT(call.outcome(), AllOf(returned(), took(6s))) << "the other ship was not cancelled";
  EXPECT_EQ(begun(mine), first(mine, 2)) << "the steps that were begun, before the cancellation and after it";
}

BRIDGE_CRITERION(cleans_up_once);

TEST_F(cleans_up_once, AfterTheLastStep) {
  const Passage ship = passage(3);
  run(ship);
  EXPECT_THAT(moments(ship.clean_up), ElementsAre(describe(6s))) << "the steps are over after 6 s";
}

TEST_F(cleans_up_once, WhenThereAreNoSteps) {
  const Passage ship = passage(0);
  run(ship);
  EXPECT_EQ(ship.clean_up.started(), 1u) << "the number of times the clean-up was begun";
}

TEST_F(cleans_up_once, WhicheverStepWasCancelled) {
  for (std::size_t step = 0; step < 4; ++step) {
    const Passage ship = passage(4);
    const Duration moment = step * 2s + odd_duration(100, 1'900);
    const Duration now = subject.now();
    cancel_after(moment, ship);
    subject.advance(1min);
    EXPECT_THAT(moments(ship.clean_up), ElementsAre(describe(now + moment)))
        << "the clean-up begins when the cancelled step has ended";
  }
}

TEST_F(cleans_up_once, WhicheverStepFailed) {
  for (int step = 0; step < 3; ++step) {
    Passage ship = passage(3);
    ship.perform = operation("step");
    for (int i = 0; i < step; ++i) ship.perform.takes(2s).returns().then();
    ship.perform.takes(1s).throws("TransportError", word());
    const Duration now = subject.now();
    run(ship);
    EXPECT_THAT(moments(ship.clean_up), ElementsAre(describe(now + step * 2s + 1s)))
        << "the clean-up begins when the step has failed";
  }
}

TEST_F(cleans_up_once, WhenCancelledWhileItCleansUp) {
  Passage ship = passage(2);
  ship.clean_up = operation("clean-up").takes(10s).returns();
  EXPECT_THAT(cancel_after(6s, ship), threw("CancelledError")) << "cancelled after all steps, during the clean-up";
  subject.advance(1min);
  EXPECT_THAT(moments(ship.clean_up), ElementsAre(describe(4s))) << "the steps were over after 4 s";
}

TEST_F(cleans_up_once, WhenCancelledTwice) {
  Passage ship = passage(2);
  ship.clean_up = operation("clean-up").takes(10s).returns();
  auto call = start(ship);
  subject.advance(3s);
  call.cancel();
  subject.advance(4s);
  call.cancel();
  call.outcome();
  subject.advance(1min);
  EXPECT_THAT(moments(ship.clean_up), ElementsAre(describe(3s)))
      << "cancelled after 3 s, and once more while it cleaned up";
}

BRIDGE_CRITERION(waits_for_the_clean_up);

TEST_F(waits_for_the_clean_up, AfterTheLastStep) {
  Passage ship = passage(2);
  const auto time = odd_duration(1'000, 9'000);
  ship.clean_up = operation("clean-up").takes(time).returns();
  EXPECT_THAT(run(ship), AllOf(returned(), took(4s + time)));
  EXPECT_EQ(ship.clean_up.running(), 0u) << "the call is over, and the clean-up is not";
}

TEST_F(waits_for_the_clean_up, WhicheverStepWasCancelled) {
  for (std::size_t step = 0; step < 3; ++step) {
    Passage ship = passage(3);
    const auto time = odd_duration(1'000, 9'000);
    ship.clean_up = operation("clean-up").takes(time).returns();
    EXPECT_THAT(cancel_after(step * 2s + 1s, ship), took(step * 2s + 1s + time));
    EXPECT_EQ(ship.clean_up.running(), 0u) << "the call is over, and the clean-up is not";
    EXPECT_EQ(ship.clean_up.cancelled(), 0u) << "the clean-up should not have been cancelled; it was";
  }
}

TEST_F(waits_for_the_clean_up, AfterAFailure) {
  Passage ship = passage(2);
  ship.perform = operation("step").takes(1s).throws("TransportError", word());
  ship.clean_up = operation("clean-up").takes(7s).returns();
  EXPECT_THAT(run(ship), took(8s));
  EXPECT_EQ(ship.clean_up.running(), 0u) << "the call is over, and the clean-up is not";
}

TEST_F(waits_for_the_clean_up, HoweverLongItTakes) {
  Passage ship = passage(3);
  ship.clean_up = operation("clean-up").takes(1h).returns();
  EXPECT_THAT(cancel_after(3s, ship), took(1h + 3s));
  EXPECT_EQ(ship.clean_up.ended(), 1u) << "the number of clean-ups that have ended";
}

TEST_F(waits_for_the_clean_up, OfEachOfTwoShips) {
  Passage quick = passage(2);
  Passage slow = passage(2);
  quick.clean_up = operation("clean-up").takes(1s).returns();
  slow.clean_up = operation("clean-up").takes(20s).returns();
  auto first = start(slow);
  auto second = start(quick);
  subject.advance(3s);
  first.cancel();
  second.cancel();
  EXPECT_THAT(second.outcome(), took(4s));
  EXPECT_THAT(first.outcome(), took(23s));
}

TEST_F(waits_for_the_clean_up, AndLeavesNothingRunning) {
  Passage ship = passage(2);
  ship.clean_up = operation("clean-up").takes(5s).returns();
  cancel_after(1s, ship);
  EXPECT_TRUE(subject.left_behind().nothing()) << "the call is over, and it left something running";
  EXPECT_EQ(ship.clean_up.ended(), 1u) << "the number of clean-ups that have ended";
}

BRIDGE_CRITERION(lets_the_cancellation_out);

TEST_F(lets_the_cancellation_out, WhicheverStepWasUnderWay) {
  for (std::size_t step = 0; step < 4; ++step) {
    EXPECT_THAT(cancel_after(step * 2s + odd_duration(100, 1'900), passage(4)), threw("CancelledError"));
  }
}

TEST_F(lets_the_cancellation_out, AfterALongCleanUp) {
  Passage ship = passage(2);
  ship.clean_up = operation("clean-up").takes(5min).returns();
  EXPECT_THAT(cancel_after(1s, ship), threw("CancelledError"));
}

TEST_F(lets_the_cancellation_out, WhenCancelledTwice) {
  Passage ship = passage(2);
  ship.clean_up = operation("clean-up").takes(10s).returns();
  auto call = start(ship);
  subject.advance(3s);
  call.cancel();
  subject.advance(4s);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError")) << "cancelled at a step, and once more during the clean-up";
}

TEST_F(lets_the_cancellation_out, SoThatALimitAroundItIsALimit) {
  const Passage ship = passage(3);
  EXPECT_THAT(subject.call("let_ship_through_within", 3s, Json(ship.names), ship.perform, ship.clean_up, ship.report),
              threw("TimeoutError"))
      << "the caller awaits it in aio::timeout(3s, ...), and the steps take 6 s";
}

TEST_F(lets_the_cancellation_out, AndAStepsOwnError) {
  for (const char* type : {"ConnectError", "TransportError", "JsonError", "InvalidStateError", "TimeoutError"}) {
    const std::string message = word();
    Passage ship = passage(3);
    ship.perform = operation("step").takes(1s).returns().then().takes(1s).throws(type, message);
    EXPECT_THAT(run(ship), threw(type, message)) << "the second step failed";
  }
}

BRIDGE_CRITERION(reports_the_steps_done);

TEST_F(reports_the_steps_done, AfterTheLastOne) {
  const Passage ship = passage(number(3, 6));
  run(ship);
  expect_reported(ship, ship.names.size());
}

TEST_F(reports_the_steps_done, WhicheverWasCancelled) {
  for (std::size_t step = 0; step < 4; ++step) {
    const Passage ship = passage(4);
    cancel_after(step * 2s + odd_duration(100, 1'900), ship);
    expect_reported(ship, step);
  }
}

TEST_F(reports_the_steps_done, WhicheverFailed) {
  for (int step = 0; step < 3; ++step) {
    Passage ship = passage(3);
    ship.perform = operation("step");
    for (int i = 0; i < step; ++i) ship.perform.takes(2s).returns().then();
    ship.perform.takes(1s).throws("TransportError", word());
    run(ship);
    expect_reported(ship, static_cast<std::size_t>(step));
  }
}

TEST_F(reports_the_steps_done, WhenTheLastOneWasNearlyOver) {
  const Passage ship = passage(3);
  cancel_after(5'999ms, ship);
  expect_reported(ship, 2);
}

TEST_F(reports_the_steps_done, WhenOneHasJustEnded) {
  const Passage ship = passage(3);
  cancel_after(4s, ship);
  expect_reported(ship, 2);
}

TEST_F(reports_the_steps_done, WhenThereAreNone) {
  const Passage ship = passage(0);
  run(ship);
  expect_reported(ship, 0);
}

TEST_F(reports_the_steps_done, AtTheMomentTheyAreOver) {
  Passage ship = passage(2);
  ship.clean_up = operation("clean-up").takes(10s).returns();
  run(ship);
  EXPECT_THAT(moments(ship.report), ElementsAre(describe(4s)))
      << "the steps are over after 4 s, the clean-up after 14 s";
}

TEST_F(reports_the_steps_done, AtTheMomentOneIsCancelled) {
  Passage ship = passage(2);
  ship.clean_up = operation("clean-up").takes(10s).returns();
  cancel_after(3s, ship);
  EXPECT_THAT(moments(ship.report), ElementsAre(describe(3s)))
      << "the step was cancelled after 3 s, and ended at once; the clean-up takes 10 s";
}

TEST_F(reports_the_steps_done, OnceWhenCancelledWhileItCleansUp) {
  Passage ship = passage(2);
  ship.clean_up = operation("clean-up").takes(10s).returns();
  cancel_after(6s, ship);
  expect_reported(ship, 2);
}

TEST_F(reports_the_steps_done, OfEachOfTwoShips) {
  const Passage one = passage(3);
  const Passage other = passage(2);
  auto call = start(other);
  cancel_after(3s, one);
  call.outcome();
  expect_reported(one, 1);
  expect_reported(other, 2);
}
