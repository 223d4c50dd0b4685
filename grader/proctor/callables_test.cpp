#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "grader/proctor/proctor.hpp"
#include "grader/proctor/record.hpp"

// What a test can hand to the student's code to be called and not awaited: listeners, sources of values, operations that block; and the
// objects that it gets back. Driven with the specimen (specimen/specimen.cpp).

namespace proctor {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Callables : public ::testing::Test {
 protected:
  Callables() {
    config() = Config{};
    config().subject = HANGTIME_SPECIMEN;
    current_record() = TestRecord{};
  }
  static std::vector<Duration> times(const Operation& operation) {
    std::vector<Duration> times;
    for (const Attempt& attempt : operation.attempts()) times.push_back(attempt.started);
    return times;
  }
};

TEST_F(Callables, BlockingWorkOnTheExecutorLastsOnTheTestsClockWhileTheLoopGoesOn) {
  World world;
  Operation work = blocking("work").takes(2500ms).returns(1).then().takes(1500ms).returns(2);
  Operation beat = listener("beat");
  EXPECT_THAT(world.subject.call("run_on_executor", work, std::vector<int>{10, 20}, beat), took(2500ms));
  EXPECT_THAT(times(beat), ElementsAre(1s, 2s));
  for (const Attempt& attempt : work.attempts()) {
    EXPECT_EQ(attempt.started, 0s) << "both at the same time";
    EXPECT_FALSE(attempt.on_loop);
  }
}

TEST_F(Callables, BlockingWorkOnTheLoopHoldsUpTheTimers) {
  World world;
  Operation work = blocking("work").takes(3500ms).returns(7);
  Operation beat = listener("beat");
  EXPECT_THAT(world.subject.call("run_on_loop", work, 1, beat), AllOf(returned(7), took(4s)))
      << "half a second of sleep, counted from the end of the work";
  EXPECT_TRUE(work.attempts().front().on_loop);
  EXPECT_THAT(times(beat), ElementsAre(3500ms)) << "one beat, and late";
}

TEST_F(Callables, AJobGoesOnWhileTheLoopIsHeldUp) {
  World world;
  Operation slow = blocking("slow").takes(4s).returns(40);
  Operation quick = blocking("quick").takes(1s).returns(2);
  EXPECT_THAT(world.subject.call("run_one_on_each", slow, quick), AllOf(returned(42), took(4s)));
  EXPECT_EQ(quick.attempts().front().ended, Duration(1s));
}

TEST_F(Callables, BlockingWorkMayFail) {
  World world;
  Operation work = blocking("work").takes(1s).throws("TransportError", "torn");
  EXPECT_THAT(world.subject.call("run_on_executor", work, std::vector<int>{1}, listener("beat")),
              AllOf(threw("TransportError", "torn"), took(1s)));
}

TEST_F(Callables, BlockingWorkThatNobodyWaitsForIsLeftBehind) {
  World world;
  Operation work = blocking("work").takes(1min).returns(1);
  EXPECT_THAT(world.subject.call("abandon_a_job", work, 5s), AllOf(threw("TimeoutError"), took(5s)));
  EXPECT_EQ(world.subject.left_behind(), LeftBehind{.jobs = 1});
  world.subject.advance(1min);
  EXPECT_TRUE(world.subject.left_behind().nothing());
}

TEST_F(Callables, BlockingWorkThatNeverEndsIsFoundOutAtOnce) {
  for (const char* function : {"run_on_executor", "run_on_loop"}) {
    World world;
    Operation work = blocking("work").hangs();
    const auto input = std::string(function) == "run_on_loop" ? Argument(1) : Argument(std::vector<int>{1});
    auto call = world.subject.start(function, work, input, listener("beat"));
    world.subject.advance(3s);
    EXPECT_EQ(work.running(), 1U);
    EXPECT_FALSE(call.done());
  }
  World world;
  EXPECT_EQ(world.subject.call("run_one_on_each", blocking("slow").hangs(), blocking("quick").returns(1)).kind,
            Outcome::Kind::kHung);
}

TEST_F(Callables, TwentyRunsOfAMixtureAreTheSame) {
  for (int run = 0; run < 20; ++run) {
    World world;
    Operation work = blocking("work").takes(1s).returns(1).then().takes(2s).returns(2).then().takes(3s).returns(3);
    Operation beat = listener("beat");
    EXPECT_THAT(world.subject.call("run_on_executor", work, std::vector<int>{1, 2, 3}, beat), took(3s));
    EXPECT_GE(beat.started(), 2U);
  }
}

TEST_F(Callables, ValuesComeInTurnAndTheLastOneRepeats) {
  World world;
  Operation random = values("random", {0.5, 0.25, 1.0});
  EXPECT_THAT(world.subject.call("sum_of_draws", random, 5), returned(3.75));
  EXPECT_EQ(random.started(), 5U);
}

TEST_F(Callables, ScriptedStatusErrorsHaveTheirStatus) {
  World world;
  EXPECT_THAT(world.subject.call("run_within", 5s, operation("op").throws_status(404, "not there")),
              threw("StatusError", "not there"));
}

TEST_F(Callables, AnObjectStaysInTheSubject) {
  World world;
  Operation end = listener("end");
  const Json counter = world.subject.call("make_counter", 40, end).value;
  EXPECT_THAT(world.subject.call("add_to_counter", counter, 2), returned());
  EXPECT_THAT(world.subject.call("total", counter), returned(42));
  auto later = world.subject.start("total_after", counter, 2s);
  EXPECT_THAT(world.subject.call("add_to_counter", counter, 1), returned());
  EXPECT_THAT(later.outcome(), AllOf(returned(43), took(2s)));
  EXPECT_EQ(end.started(), 0U);
  EXPECT_THAT(world.subject.call("drop_object", counter), returned());
  world.subject.settle();
  EXPECT_EQ(end.started(), 1U);
  EXPECT_THAT(world.subject.call("total", counter), threw("std::invalid_argument"));
}

TEST_F(Callables, ADroppedObjectOutlivesTheCallThatUsesIt) {
  World world;
  Operation end = listener("end");
  const Json counter = world.subject.call("make_counter", 7, end).value;
  auto later = world.subject.start("total_after", counter, 2s);
  world.subject.call("drop_object", counter);
  EXPECT_EQ(end.started(), 0U);
  EXPECT_THAT(later.outcome(), returned(7));
  world.subject.settle();
  EXPECT_EQ(end.started(), 1U);
}

TEST_F(Callables, SeveralObjectsAreToldApart) {
  World world;
  const Json left = world.subject.call("make_counter", 1, listener("end")).value;
  const Json right = world.subject.call("make_counter", 10, listener("end")).value;
  world.subject.call("add_to_counter", right, 100);
  EXPECT_THAT(world.subject.call("sum_of_counters", left, right), returned(111));
  EXPECT_THAT(world.subject.call("total", left), returned(1));
}

}  // namespace
}  // namespace proctor
