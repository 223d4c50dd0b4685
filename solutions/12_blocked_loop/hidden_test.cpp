#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kFire = "fire";

// Soaks take milliseconds: code that sleeps on a real clock makes everybody wait. Plans may take as long as they like.
class KilnTest : public Test {
 protected:
  std::vector<int> some_targets(std::size_t count) {
    std::vector<int> targets;
    for (std::size_t i = 0; i < count; ++i) targets.push_back(number(200, 1'300));
    return targets;
  }
  /// A planner that gives the levels in turn, and takes so long for each.
  static Operation planner(const std::vector<int>& levels, Duration duration) {
    Operation plan = blocking("plan");
    for (std::size_t i = 0; i < levels.size(); ++i) {
      if (i > 0) plan.then();
      plan.takes(duration).returns(levels[i]);
    }
    return plan;
  }
  std::vector<int> some_levels(std::size_t count) {
    std::vector<int> levels;
    for (std::size_t i = 0; i < count; ++i) levels.push_back(number(1, 99));
    return levels;
  }
  static std::string list(const std::vector<Duration>& times) {
    std::string text;
    for (const Duration time : times) text += (text.empty() ? "" : ", ") + describe(time);
    return text.empty() ? "none" : text;
  }
  static std::vector<Duration> beginnings(const Operation& job) {
    std::vector<Duration> times;
    for (const Attempt& attempt : job.attempts()) times.push_back(attempt.started);
    return times;
  }
  /// The heart has beaten at the beginning and then every `period`, and not any more from `end` on.
  void expect_beats(Duration period, Duration end) {
    std::vector<Duration> expected;
    for (Duration time{}; time < end; time += period) expected.push_back(time);
    EXPECT_EQ(list(beginnings(beat)), list(expected)) << "when the heart has beaten";
  }
  /// The caller is cancelled now, and the firing is over at once, heartbeat included.
  void expect_stop(Call call, const Operation& plan) {
    subject.settle();
    ASSERT_FALSE(call.done()) << "the stage is not over yet, and the firing has ended already";
    const Duration now = subject.now();
    const std::size_t planned = plan.started();
    const std::size_t set = burner.started();
    const std::size_t beats = beat.started();
    call.cancel();
    EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(now)));
    subject.advance(1min);
    EXPECT_EQ(plan.started(), planned) << "no stage is planned once the caller has been cancelled";
    EXPECT_EQ(burner.started(), set) << "the burner is not set any more once the caller has been cancelled";
    EXPECT_EQ(beat.started(), beats) << "the heart goes on beating for a firing that is over";
  }

  Operation burner = operation("set_burner").returns();
  Operation beat = listener("beat");
};

}  // namespace

#define KILN_CRITERION(id) \
  class id : public KilnTest {}

KILN_CRITERION(beats_while_it_plans);

TEST_F(beats_while_it_plans, TheOnlyStage) {
  const auto duration = milliseconds(number(4'100, 8'900)) + microseconds(567);
  const auto outcome = subject.call(kFire, some_targets(1), 0s, 1s, planner(some_levels(1), duration), burner, beat);
  EXPECT_THAT(outcome, returned());
  expect_beats(1s, duration);
}

TEST_F(beats_while_it_plans, EachOfSeveralStages) {
  const auto duration = milliseconds(number(2'100, 2'900)) + microseconds(567);
  const auto outcome = subject.call(kFire, some_targets(4), 0s, 1s, planner(some_levels(4), duration), burner, beat);
  EXPECT_THAT(outcome, returned());
  expect_beats(1s, outcome.took());
}

TEST_F(beats_while_it_plans, ForALongTime) {
  const auto outcome = subject.call(kFire, some_targets(1), 0s, 1s, planner(some_levels(1), 80'500ms), burner, beat);
  EXPECT_THAT(outcome, returned());
  expect_beats(1s, 80'500ms);
}

TEST_F(beats_while_it_plans, AtWhateverPeriodIsAskedFor) {
  const auto period = milliseconds(number(5, 20)) + microseconds(123);
  const auto outcome = subject.call(kFire, some_targets(1), 0s, period, planner(some_levels(1), 200ms), burner, beat);
  EXPECT_THAT(outcome, returned());
  expect_beats(period, 200ms);
}

TEST_F(beats_while_it_plans, FromTheVeryBeginning) {
  auto call = subject.start(kFire, some_targets(1), 0s, 10s, planner(some_levels(1), 6s), burner, beat);
  subject.advance(1s);
  EXPECT_EQ(list(beginnings(beat)), list({0s})) << "when the heart has beaten";
  EXPECT_THAT(call.outcome(), returned());
}

TEST_F(beats_while_it_plans, WhileAnotherKilnPlansToo) {
  auto first = subject.start(kFire, some_targets(1), 0s, 1s, planner(some_levels(1), 5'500ms), burner, beat);
  Operation other = listener("other beat");
  auto second = subject.start(kFire, some_targets(1), 0s, 2s, planner(some_levels(1), 7'500ms), burner, other);
  EXPECT_THAT(first.outcome(), returned());
  EXPECT_THAT(second.outcome(), returned());
  expect_beats(1s, 5'500ms);
  EXPECT_EQ(list(beginnings(other)), list({0s, 2s, 4s, 6s})) << "when the other heart has beaten";
}

KILN_CRITERION(beats_while_it_soaks);

TEST_F(beats_while_it_soaks, TheOnlyStage) {
  const auto outcome = subject.call(kFire, some_targets(1), 9ms, 2ms, planner(some_levels(1), 0s), burner, beat);
  EXPECT_THAT(outcome, returned());
  expect_beats(2ms, 9ms);
}

TEST_F(beats_while_it_soaks, EachOfSeveralStages) {
  const auto outcome = subject.call(kFire, some_targets(3), 5ms, 2ms, planner(some_levels(3), 0s), burner, beat);
  EXPECT_THAT(outcome, returned());
  expect_beats(2ms, 15ms);
}

TEST_F(beats_while_it_soaks, AtWhateverPeriodIsAskedFor) {
  const auto period = microseconds(number(300, 900)) + 7ns;
  const auto outcome = subject.call(kFire, some_targets(1), 12ms, period, planner(some_levels(1), 0s), burner, beat);
  EXPECT_THAT(outcome, returned());
  expect_beats(period, 12ms);
}

TEST_F(beats_while_it_soaks, AfterTheBurnerTookItsTime) {
  burner.takes(3s);
  const auto outcome = subject.call(kFire, some_targets(1), 9ms, 250ms, planner(some_levels(1), 0s), burner, beat);
  EXPECT_THAT(outcome, returned());
  expect_beats(250ms, 3'009ms);
}

TEST_F(beats_while_it_soaks, WhileAnotherKilnSoaksToo) {
  auto first = subject.start(kFire, some_targets(1), 9ms, 2ms, planner(some_levels(1), 0s), burner, beat);
  Operation other = listener("other beat");
  auto second = subject.start(kFire, some_targets(2), 5ms, 4ms, planner(some_levels(2), 0s), burner, other);
  EXPECT_THAT(first.outcome(), returned());
  EXPECT_THAT(second.outcome(), returned());
  expect_beats(2ms, 9ms);
  EXPECT_EQ(list(beginnings(other)), list({0s, 4ms, 8ms})) << "when the other heart has beaten";
}

KILN_CRITERION(stops_when_cancelled);

TEST_F(stops_when_cancelled, WhileItPlansTheFirstStage) {
  auto plan = planner(some_levels(3), 20s);
  auto call = subject.start(kFire, some_targets(3), 2ms, 1s, plan, burner, beat);
  subject.advance(3'500ms);
  expect_stop(call, plan);
}

TEST_F(stops_when_cancelled, WhileItPlansALaterStage) {
  auto plan = blocking("plan").takes(1s).returns(number(1, 99)).then().takes(20s).returns(number(1, 99));
  auto call = subject.start(kFire, some_targets(3), 2ms, 1s, plan, burner, beat);
  subject.advance(5'500ms);
  expect_stop(call, plan);
}

TEST_F(stops_when_cancelled, WhileItSoaks) {
  auto plan = planner(some_levels(3), 0s);
  auto call = subject.start(kFire, some_targets(3), 8ms, 3ms, plan, burner, beat);
  subject.advance(5ms);
  expect_stop(call, plan);
}

TEST_F(stops_when_cancelled, WhileItSoaksForTheLastTime) {
  auto plan = planner(some_levels(2), 0s);
  auto call = subject.start(kFire, some_targets(2), 8ms, 3ms, plan, burner, beat);
  subject.advance(13ms);
  expect_stop(call, plan);
}

TEST_F(stops_when_cancelled, AndLeavesNothingRunningButThePlan) {
  auto plan = planner(some_levels(2), 20s);
  auto call = subject.start(kFire, some_targets(2), 2ms, 1s, plan, burner, beat);
  subject.advance(3'500ms);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError"));
  const LeftBehind left = subject.left_behind();
  EXPECT_EQ(left.tasks, 0u) << "the firing is over, and a task of it still runs";
  EXPECT_EQ(left.timers, 0u) << "the firing is over, and a timer of it still runs";
}

TEST_F(stops_when_cancelled, AndLeavesNothingRunningAfterASoak) {
  auto call = subject.start(kFire, some_targets(2), 8ms, 3ms, planner(some_levels(2), 0s), burner, beat);
  subject.advance(5ms);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError"));
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the firing is over, and something is still running";
}

TEST_F(stops_when_cancelled, OfOneKilnAndOfNoOther) {
  const auto levels = some_levels(1);
  auto plan = planner(some_levels(2), 20s);
  Operation other = listener("other beat");
  auto first = subject.start(kFire, some_targets(2), 2ms, 1s, plan, burner, beat);
  auto second =
      subject.start(kFire, some_targets(1), 2ms, 1s, planner(levels, 4s), operation("other burner").returns(), other);
  subject.advance(3'500ms);
  first.cancel();
  EXPECT_THAT(first.outcome(), threw("CancelledError"));
  EXPECT_THAT(second.outcome(), returned(Json(levels))) << "another firing was cancelled, this one was not";
}

KILN_CRITERION(keeps_firing);

TEST_F(keeps_firing, AtTheLevelsThatWerePlanned) {
  const auto targets = some_targets(5);
  const auto levels = some_levels(5);
  auto plan = planner(levels, 1s);
  EXPECT_THAT(subject.call(kFire, targets, 2ms, 1s, plan, burner, beat), returned(Json(levels)));
  ASSERT_EQ(plan.started(), targets.size()) << "each stage is planned once";
  ASSERT_EQ(burner.started(), targets.size()) << "the burner is set once in each stage";
  for (std::size_t i = 0; i < targets.size(); ++i) {
    EXPECT_EQ(plan.attempts()[i].args, Json{targets[i]}) << "what stage " << i + 1 << " is planned for";
    EXPECT_EQ(burner.attempts()[i].args, Json{levels[i]}) << "what the burner is set to in stage " << i + 1;
  }
}

TEST_F(keeps_firing, OneStageAfterTheOther) {
  const auto planning = milliseconds(number(1'000, 8'999)) + microseconds(567);
  const auto setting = milliseconds(number(1'000, 8'999)) + microseconds(89);
  const auto soak = milliseconds(number(3, 6)) + microseconds(12);
  auto plan = planner(some_levels(3), planning);
  burner.takes(setting);
  const auto outcome = subject.call(kFire, some_targets(3), soak, 7s, plan, burner, beat);
  const Duration stage = planning + setting + soak;
  EXPECT_THAT(outcome, AllOf(returned(), took(3 * stage)));
  EXPECT_EQ(list(beginnings(plan)), list({0s, stage, 2 * stage})) << "when the stages were planned";
  EXPECT_EQ(list(beginnings(burner)), list({planning, stage + planning, 2 * stage + planning}))
      << "when the burner was set";
}

TEST_F(keeps_firing, WithASoakAfterEveryStage) {
  const auto soak = milliseconds(number(5, 9)) + microseconds(321);
  EXPECT_THAT(subject.call(kFire, some_targets(1), soak, 2ms, planner(some_levels(1), 0s), burner, beat),
              AllOf(returned(), took(soak)))
      << "the last stage soaks, too";
}

TEST_F(keeps_firing, WithoutASoakIfNoneIsAskedFor) {
  const auto levels = some_levels(3);
  EXPECT_THAT(subject.call(kFire, some_targets(3), 0s, 1s, planner(levels, 2s), burner, beat),
              AllOf(returned(Json(levels)), took(6s)));
}

TEST_F(keeps_firing, WhenThereIsNothingToFire) {
  auto plan = planner(some_levels(1), 1s);
  EXPECT_THAT(subject.call(kFire, some_targets(0), 5ms, 1s, plan, burner, beat),
              AllOf(returned(Json::array()), took(0s)));
  EXPECT_EQ(plan.started(), 0u) << "there is no stage to plan";
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the firing is over, and something is still running";
}

TEST_F(keeps_firing, WithAHeartThatBeatsEvenly) {
  burner.takes(2'300ms);
  EXPECT_THAT(subject.call(kFire, some_targets(3), 5ms, 1s, planner(some_levels(3), 1'400ms), burner, beat),
              returned());
  expect_beats(1s, 3 * (1'400ms + 2'300ms + 5ms));
}

TEST_F(keeps_firing, WithAHeartThatBeatsUntilTheEnd) {
  EXPECT_THAT(subject.call(kFire, some_targets(2), 5ms, 1s, planner(some_levels(2), 2s), burner, beat), returned());
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the firing is over, and something is still running";
  subject.advance(1min);
  expect_beats(1s, 2 * 2'005ms);
}

TEST_F(keeps_firing, UnlessAPlanFails) {
  const std::string message = "no such temperature " + word();
  auto plan = blocking("plan").takes(1s).returns(7).then().takes(3s).throws("std::runtime_error", message);
  EXPECT_THAT(subject.call(kFire, some_targets(4), 5ms, 2s, plan, burner, beat),
              AllOf(threw("std::runtime_error", message), took(4'005ms)));
  EXPECT_EQ(burner.started(), 1u) << "the plan failed, and the burner was set nevertheless";
  EXPECT_EQ(plan.started(), 2u) << "the plan failed, and another stage was planned";
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the firing has failed, and something is still running";
}

TEST_F(keeps_firing, UnlessTheBurnerFails) {
  const std::string message = "valve stuck " + word();
  auto plan = planner(some_levels(4), 1s);
  auto stuck = operation("set_burner").returns().then().takes(1s).throws("TransportError", message);
  EXPECT_THAT(subject.call(kFire, some_targets(4), 5ms, 2s, plan, stuck, beat),
              AllOf(threw("TransportError", message), took(3'005ms)));
  EXPECT_EQ(plan.started(), 2u) << "the burner failed, and another stage was planned";
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the firing has failed, and something is still running";
}

TEST_F(keeps_firing, UntilItIsCancelledWhileTheBurnerIsSet) {
  auto plan = planner(some_levels(2), 1s);
  burner.takes(10s);
  auto call = subject.start(kFire, some_targets(2), 5ms, 1s, plan, burner, beat);
  subject.advance(4'500ms);
  EXPECT_EQ(burner.running(), 1u) << "the burner is being set";
  expect_stop(call, plan);
  EXPECT_EQ(burner.cancelled(), 1u) << "the burner goes on being set, and nobody waits for it";
}

TEST_F(keeps_firing, OfSeveralKilnsAtOnce) {
  std::vector<Call> calls;
  std::vector<std::vector<int>> levels;
  for (int i = 0; i < 3; ++i) {
    levels.push_back(some_levels(static_cast<std::size_t>(i) + 2));
    calls.push_back(subject.start(kFire, some_targets(levels.back().size()), milliseconds(i + 2), 1s,
                                  planner(levels.back(), seconds(i + 1)), burner,
                                  listener("beat " + std::to_string(i))));
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const auto stage = seconds(i + 1) + milliseconds(i + 2);
    EXPECT_THAT(calls[i].outcome(), AllOf(returned(Json(levels[i])), took((i + 2) * stage)))
        << "one kiln does not wait for another";
  }
}
