#include "grader/proctor/proctor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "grader/proctor/record.hpp"
#include "grader/proctor/start.hpp"

// Drives the specimen subject (specimen/specimen.cpp) the way hidden tests drive a student's.

namespace proctor {
namespace {

using ::testing::AllOf;
using ::testing::Field;
using ::testing::HasSubstr;

constexpr auto kCrashed = Outcome::Kind::kCrashed;
constexpr auto kTimedOut = Outcome::Kind::kTimedOut;
constexpr auto kHung = Outcome::Kind::kHung;

auto ended(Outcome::Kind kind, const std::string& words) {
  return AllOf(Field("kind", &Outcome::kind, kind), Field("message", &Outcome::message, HasSubstr(words)));
}

class Proctor : public ::testing::Test {
 protected:
  Proctor() {
    config() = Config{};
    config().subject = HANGTIME_SPECIMEN;
    current_record() = TestRecord{};
  }
};

// ---- values
// ------------------------------------------------------------------------------------------------------------------------

TEST_F(Proctor, CarriesValuesBothWays) {
  World world;
  const Json value{{"text", "caf\u00e9"}, {"list", {1, 2.5, nullptr, true}}, {"big", 9'007'199'254'740'993LL}};
  EXPECT_THAT(world.subject.call("echo", value), returned(value));
  EXPECT_THAT(world.subject.call("add", 40, 2), returned(42));
  EXPECT_THAT(world.subject.call("add_at_once", 40, 2), returned(42));
}

TEST_F(Proctor, TellsAnAbsentOptionalFromNull) {
  World world;
  EXPECT_THAT(world.subject.call("half", 8), returned(4));
  EXPECT_THAT(world.subject.call("half", 7), returned_nothing());
  EXPECT_THAT(world.subject.call("echo", nullptr), returned(nullptr));
  EXPECT_THAT(world.subject.call("echo", nullptr), ::testing::Not(returned_nothing()));
}

TEST_F(Proctor, CarriesExceptionsAsTypeAndMessage) {
  World world;
  EXPECT_THAT(world.subject.call("throw_logic_error"), threw("std::logic_error", "no sense"));
}

TEST_F(Proctor, DoesNotTakeAHomeMadeErrorForTheKits) {
  World world;
  EXPECT_THAT(world.subject.call("throw_own_timeout_error"), threw("::TimeoutError"));
}

TEST_F(Proctor, BlamesItselfForAFunctionThatNobodyExposed) {
  World world;
  EXPECT_THROW(world.subject.call("nowhere"), InfrastructureError);
  EXPECT_THAT(current_record().infrastructure_error, HasSubstr("nowhere"));
}

TEST_F(Proctor, StartsTheNextSubjectAheadAndStillGivesEachTestAFreshOne) {
  config().start_ahead = true;
  for (int test = 0; test < 3; ++test) {
    World world;
    EXPECT_THAT(world.subject.call("leave_a_task_behind"), returned());
    EXPECT_EQ(world.subject.left_behind().tasks, 1U) << "a task of an earlier test is not here";
    EXPECT_EQ(world.subject.now(), 0s);
  }
  discard_spare();
}

TEST_F(Proctor, BlamesItselfForASubjectThatCannotBeStarted) {
  config().subject = "/nowhere/subject";
  World world;
  EXPECT_THROW(world.subject.call("echo", 1), InfrastructureError);
}

// ---- time
// --------------------------------------------------------------------------------------------------------------------------

TEST_F(Proctor, LetsVirtualTimePassExactly) {
  World world;
  EXPECT_THAT(world.subject.call("nap", 24h), took(24h));
  EXPECT_THAT(world.subject.call("nap", 1ns), took(1ns));
  EXPECT_EQ(world.subject.now(), 24h + 1ns);
}

TEST_F(Proctor, StopsTheClockWhereTheTestSays) {
  World world;
  Call call = world.subject.start("nap", 10s);
  world.subject.advance(9'999ms);
  EXPECT_FALSE(call.done());
  world.subject.advance(1ms);
  EXPECT_TRUE(call.done());
  EXPECT_THAT(call.outcome(), took(10s));
}

TEST_F(Proctor, RunsCallsAtTheSameTime) {
  World world;
  Call slow = world.subject.start("nap", 3s);
  Call fast = world.subject.start("nap", 1s);
  EXPECT_THAT(fast.outcome(), took(1s));
  EXPECT_THAT(slow.outcome(), took(3s));
  EXPECT_EQ(world.subject.now(), 3s);
}

TEST_F(Proctor, CancelsACall) {
  World world;
  Call call = world.subject.start("nap", 1h);
  world.subject.advance(2s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(2s)));
}

TEST_F(Proctor, KnowsAtOnceThatACallCanNeverEnd) {
  World world;
  EXPECT_THAT(world.subject.call("wait_for_ever"), ended(kHung, "waits for ever"));
}

TEST_F(Proctor, WaitsInRealTimeWhenAskedTo) {
  World world{Time::kReal};
  const auto before = std::chrono::steady_clock::now();
  EXPECT_THAT(world.subject.call("nap", 60ms), took_at_least(60ms));
  EXPECT_GE(std::chrono::steady_clock::now() - before, 60ms);
}

// ---- a real server in virtual time
// -------------------------------------------------------------------------------------------------

TEST_F(Proctor, LetsAHungRequestTimeOutInVirtualMinutes) {
  for (const char* place : {"before", "middle"}) {
    World world;
    if (std::string(place) == "before") {
      world.server.on("/slow").hang();
    } else {
      world.server.on("/slow").hang_mid_body();
    }
    EXPECT_THAT(world.subject.call("fetch_within", world.server.url("/slow"), 10min),
                AllOf(threw("TimeoutError"), took(10min)));
    EXPECT_TRUE(world.server.client_left("/slow"));
    EXPECT_TRUE(world.subject.left_behind().nothing()) << world.subject.left_behind();
  }
}

TEST_F(Proctor, LetsADelayedAnswerArriveInVirtualTime) {
  World world;
  world.server.on("/late").delay(59s).json({{"id", 7}});
  EXPECT_THAT(world.subject.call("fetch_within", world.server.url("/late"), 1min),
              AllOf(returned({{"id", 7}}), took(59s)));
  EXPECT_THAT(world.subject.call("fetch_within", world.server.url("/late"), 58s),
              AllOf(threw("TimeoutError"), took(58s)));
}

TEST_F(Proctor, DripsInVirtualTime) {
  World world;
  world.server.on("/drip").drip(1s).json({{"id", 7}});  // {"id":7} is 8 bytes
  EXPECT_THAT(world.subject.call("fetch_within", world.server.url("/drip"), 1h), returned({{"id", 7}}));
  EXPECT_GE(world.subject.now(), 7s);
  EXPECT_THAT(world.subject.call("fetch_within", world.server.url("/drip"), 3s),
              AllOf(threw("TimeoutError"), took(3s)));
}

TEST_F(Proctor, KnowsAtOnceThatARequestWithoutALimitNeverEnds) {
  World world;
  world.server.on("/slow").hang();
  EXPECT_THAT(world.subject.call("fetch", world.server.url("/slow")), ended(kHung, "1 request"));
}

TEST_F(Proctor, KnowsInRealTimeTooThatARequestNeverEnds) {
  World world{Time::kReal};
  world.server.on("/slow").hang();
  EXPECT_THAT(world.subject.call("fetch", world.server.url("/slow")), ended(kHung, "1 request"));
}

TEST_F(Proctor, DrivesManyRequestsAtOnce) {
  World world;
  world.server.on("/slow").hang();
  world.server.on("/late").delay(2s).json({{"ok", true}});
  std::vector<Call> hung;
  std::vector<Call> late;
  for (int i = 0; i < 25; ++i) {
    hung.push_back(world.subject.start("fetch_within", world.server.url("/slow"), std::chrono::seconds(1 + i)));
    late.push_back(world.subject.start("fetch_within", world.server.url("/late"), 1h));
  }
  for (Call& call : late) EXPECT_THAT(call.outcome(), AllOf(returned({{"ok", true}}), took(2s)));
  for (int i = 0; i < 25; ++i)
    EXPECT_THAT(hung[static_cast<std::size_t>(i)].outcome(), took(std::chrono::seconds(1 + i)));
}

// ---- operations
// --------------------------------------------------------------------------------------------------------------------

TEST_F(Proctor, ScriptsAnOperation) {
  World world;
  Operation operation = proctor::operation("double").takes(2s).returns(84);
  EXPECT_THAT(world.subject.call("run_within", 5s, operation), AllOf(returned(84), took(2s)));
  EXPECT_EQ(operation.started(), 1U);
  EXPECT_EQ(operation.cancelled(), 0U);
  EXPECT_EQ(operation.running(), 0U);
}

TEST_F(Proctor, LetsAnOperationFail) {
  World world;
  Operation operation = proctor::operation("fails").throws("TransportError", "reset");
  EXPECT_THAT(world.subject.call("run_within", 5s, operation), threw("TransportError", "reset"));
}

TEST_F(Proctor, FollowsACancelledOperationThroughItsCleanup) {
  World world;
  Operation operation = proctor::operation("slow").hangs().cleanup_takes(500ms);
  EXPECT_THAT(world.subject.call("run_within", 2s, operation), AllOf(threw("TimeoutError"), took(2500ms)));
  ASSERT_EQ(operation.started(), 1U);
  const Attempt attempt = operation.attempts().front();
  EXPECT_EQ(attempt.cancelled, Duration(2s));
  EXPECT_EQ(attempt.ended, Duration(2500ms));
}

TEST_F(Proctor, LetsAnOperationSwallowItsCancellation) {
  World world;
  Operation operation = proctor::operation("stubborn").hangs().returns_when_cancelled(13);
  EXPECT_THAT(world.subject.call("run_within", 2s, operation), AllOf(returned(13), took(2s)));
}

TEST_F(Proctor, RunsTheStepsOfAnOperationInTurn) {
  World world;
  Operation operation =
      proctor::operation("next").takes(1s).returns(1).then().takes(5s).returns(2).then().takes(3s).returns(3);
  EXPECT_THAT(world.subject.call("run_at_once", operation, std::vector<int>{10, 20, 30, 40}),
              AllOf(returned({1, 2, 3, 3}), took(5s)));
  ASSERT_EQ(operation.attempts().size(), 4U);
  EXPECT_EQ(operation.attempts()[1].args, Json({20}));
}

// ---- what is left, what the kit noticed
// --------------------------------------------------------------------------------------------

TEST_F(Proctor, SeesATaskThatWasLeftBehind) {
  World world;
  EXPECT_THAT(world.subject.call("leave_a_task_behind"), returned());
  EXPECT_EQ(world.subject.left_behind(), (LeftBehind{.tasks = 1, .timers = 1}));
}

TEST_F(Proctor, PassesTheKitsDiagnosticsOn) {
  World world;
  Operation operation = proctor::operation("ignored").returns(1);
  EXPECT_THAT(world.subject.call("drop", operation), returned());
  const std::vector<Json> notes = world.subject.diagnostics();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0]["kind"], "never_awaited");
  EXPECT_EQ(operation.started(), 0U);
}

TEST_F(Proctor, LeavesATimelineOfTheTest) {
  {
    World world;
    world.server.on("/slow").hang();
    world.subject.call("fetch_within", world.server.url("/slow"), 200ms);
    EXPECT_TRUE(world.server.client_left("/slow"));
  }
  std::vector<std::string> story;
  for (const Json& entry : current_record().timeline) {
    story.push_back(entry.at("what").get<std::string>() + "@" + std::to_string(entry.at("at_ms").get<int>()));
  }
  EXPECT_EQ(story, (std::vector<std::string>{"call@0", "request@0", "threw@200", "client_left@200"}));
}

// ---- subjects that misbehave: each costs the test it happened in, and says so
// ------------------------------------------------------

struct Misdeed {
  std::string function;
  Outcome::Kind kind;
  std::string words;
};

// GoogleTest names parametrised tests by what it prints of the parameter.
void PrintTo(const Misdeed& misdeed, std::ostream* out) { *out << misdeed.words; }  // NOLINT

class Misbehaving : public Proctor, public ::testing::WithParamInterface<Misdeed> {};

TEST_P(Misbehaving, CostsTheTestItHappenedIn) {
  config().test_cpu = 1s;
  const Misdeed& misdeed = GetParam();
  EXPECT_NONFATAL_FAILURE(
      {
        World world;
        EXPECT_THAT(world.subject.call(GetParam().function), ended(GetParam().kind, GetParam().words));
        // Whatever else the test asks of it, it is gone.
        EXPECT_THAT(world.subject.call("echo", 1), ended(GetParam().kind, GetParam().words));
        EXPECT_FALSE(world.subject.left_behind().nothing());
      },
      misdeed.words);
  ASSERT_TRUE(current_record().fate.has_value());
  EXPECT_EQ(current_record().fate->kind, misdeed.kind);
  EXPECT_THAT(current_record().fate->message, HasSubstr(misdeed.words));
}

INSTANTIATE_TEST_SUITE_P(
    Subject, Misbehaving,
    ::testing::Values(Misdeed{"crash", kCrashed, "crashed (Aborted, signal 6)"},
                      Misdeed{"use_after_free", kCrashed, "AddressSanitizer: heap-use-after-free at specimen.cpp:"},
                      Misdeed{"exit_with_success", kCrashed, "ended by itself (exit status 0)"},
                      Misdeed{"print_fake_results", kCrashed, "ended by itself (exit status 0)"},
                      Misdeed{"flood_output", kTimedOut, "more than 16 MiB of output"},
                      Misdeed{"spin", kTimedOut, "processor time"},
                      Misdeed{"throw_in_a_thread", kCrashed, "from a thread"},
                      Misdeed{"close_every_descriptor", kCrashed, "closed its channel"},
                      Misdeed{"send_garbage", kCrashed, "on the channel to the grader"},
                      Misdeed{"send_a_forged_result", kCrashed, "an answer nobody waits for"},
                      Misdeed{"fork_and_leave_a_child", kCrashed, "ended by itself (exit status 0)"}),
    [](const auto& tested) { return tested.param.function; });

// ---- what the sanitizers say, at the line where it happened, and what it means
// ------------------------------------------------------------------------------------------------------------------------

struct Mistake {
  std::string function;
  std::string what;
  std::string meaning;
};
void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.function; }  // NOLINT

// Where the specimen says MARK(function).
std::string marked_place(const std::string& function) {
  std::ifstream in(HANGTIME_SPECIMEN_SOURCE);
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find("MARK(" + function + ")") != std::string::npos) return "specimen.cpp:" + std::to_string(number);
  }
  return "no MARK(" + function + ")";
}

class SanitizerReport : public Proctor, public ::testing::WithParamInterface<Mistake> {};

TEST_P(SanitizerReport, NamesTheLineAndSaysWhatItMeans) {
  const Mistake& mistake = GetParam();
  EXPECT_NONFATAL_FAILURE(
      {
        World world;
        EXPECT_THAT(world.subject.call(GetParam().function), ended(kCrashed, GetParam().what));
      },
      "crashed");
  ASSERT_TRUE(current_record().fate.has_value());
  const std::string& message = current_record().fate->message;
  EXPECT_THAT(message, HasSubstr(mistake.what));
  // Most have a column as well; a stack can also overflow where a function begins, which is no expression and has none.
  EXPECT_THAT(message, ::testing::ContainsRegex(" at " + marked_place(mistake.function) + "(:|$)"));
  EXPECT_THAT(current_record().fate->meaning, ::testing::StartsWith(mistake.meaning));
}

INSTANTIATE_TEST_SUITE_P(
    Subject, SanitizerReport,
    ::testing::Values(
        Mistake{"dangling_parameter", "AddressSanitizer: stack-use-after-return", "Something was used after its end"},
        Mistake{"temporary_gone", "AddressSanitizer: stack-use-after-return", "Something was used after its end"},
        Mistake{"captures_gone", "AddressSanitizer: stack-use-after-return", "Something was used after its end"},
        Mistake{"frame_gone", "AddressSanitizer: heap-use-after-free", "What was used belonged to a coroutine"},
        Mistake{"follow_null", "AddressSanitizer: SEGV", "A null pointer was followed"},
        Mistake{"follow_null_in_a_library", "AddressSanitizer: SEGV", "A null pointer was followed"},
        Mistake{"overflow", "UndefinedBehaviorSanitizer: signed integer overflow", "The result does not fit"},
        Mistake{"beyond_vector", "AddressSanitizer: heap-buffer-overflow", "An index or a pointer went past the end"},
        Mistake{"beyond_array", "AddressSanitizer: stack-buffer-overflow", "An index or a pointer went past the end"},
        Mistake{"beyond_a_plain_array", "UndefinedBehaviorSanitizer: index 3 out of bounds", "An index or a pointer"},
        Mistake{"ends_without_a_task", "reached the end of a value-returning function", "A function came to its end"},
        Mistake{"calls_itself_for_ever", "AddressSanitizer: stack-overflow", "Functions called each other"},
        Mistake{"divides_by_zero", "UndefinedBehaviorSanitizer: division by zero", "The divisor was zero"}),
    [](const auto& tested) { return tested.param.function; });

TEST_F(Proctor, CountsTheStepsOfASubjectThatPolls) {
  EXPECT_NONFATAL_FAILURE(
      {
        World world;
        EXPECT_THAT(world.subject.call("poll"), ended(kTimedOut, "10,000 times"));
        EXPECT_EQ(world.subject.now(), 10s);
      },
      "look again and again");
}

TEST_F(Proctor, StopsASubjectThatBlocksAtTheDeadline) {
  config().test_wall = 2s;
  EXPECT_NONFATAL_FAILURE(
      {
        World world;
        EXPECT_THAT(world.subject.call("block"), ended(kTimedOut, "2 s of real time"));
      },
      "running or blocking outside the event loop");
}

TEST_F(Proctor, StopsASubjectThatHasNotBegunAtTheDeadline) {
  config().test_wall = 1s;
  config().subject = HANGTIME_SLEEPER;
  EXPECT_NONFATAL_FAILURE(
      {
        World world;
        EXPECT_THAT(world.subject.call("echo", 1), ended(kTimedOut, "it had not begun"));
      },
      "it had not begun");
}

TEST_F(Proctor, NoticesAProgramThatIsNoSubject) {
  config().subject = "/bin/true";
  EXPECT_NONFATAL_FAILURE(
      {
        World world;
        EXPECT_THAT(world.subject.call("echo", 1), ended(kCrashed, "before the test could begin"));
      },
      "before the test could begin");
}

TEST_F(Proctor, ChoosesTheSameInputsForTheSameSeed) {
  World one;
  World two;
  EXPECT_EQ(one.word(), two.word());
  EXPECT_EQ(one.number(1, 1'000'000), two.number(1, 1'000'000));
  config().seed = 8;
  World three;
  EXPECT_NE(one.word(), three.word());
}

}  // namespace
}  // namespace proctor
