#include <algorithm>
#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kWithTimeout = "with_timeout";

class WithTimeoutTest : public Test {
 protected:
  Json result() { return {{"id", number(1, 9'999)}, {"name", word()}}; }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }
  /// A run of the operation was cancelled, at that moment.
  void expect_cancelled_at(const Operation& job, Duration moment) {
    subject.settle();
    ASSERT_EQ(job.cancelled(), 1u) << "the operation should have been cancelled; it was not";
    EXPECT_EQ(describe(*job.attempts().front().cancelled), describe(moment)) << "the moment of the cancellation";
  }
  /// Runs of the operation that were cancelled and are not over yet.
  std::size_t cleaning_up(const Operation& job) {
    subject.settle();
    return static_cast<std::size_t>(std::ranges::count_if(
        job.attempts(), [](const Attempt& attempt) { return attempt.cancelled && !attempt.ended; }));
  }
};

}  // namespace

#define TIMEOUT_CRITERION(id) \
  class id : public WithTimeoutTest {}

TIMEOUT_CRITERION(returns_the_result);

TEST_F(returns_the_result, OfAnOperationThatEndsAtOnce) {
  const Json value = result();
  EXPECT_THAT(subject.call(kWithTimeout, 5s, operation("job").returns(value)), returned(value));
}

TEST_F(returns_the_result, AsSoonAsThereIsOne) {
  const Json value = result();
  const auto duration = odd_duration(1'000, 9'000);
  EXPECT_THAT(subject.call(kWithTimeout, 20s, operation("job").takes(duration).returns(value)),
              AllOf(returned(value), took(duration)));
}

TEST_F(returns_the_result, AfterMostOfALongLimit) {
  const Json value = result();
  const auto limit = seconds(number(70, 120));
  EXPECT_THAT(subject.call(kWithTimeout, limit, operation("job").takes(limit * 9 / 10).returns(value)), returned(value))
      << "the operation took nine tenths of the limit";
}

TEST_F(returns_the_result, AfterMostOfAShortLimit) {
  const Json value = result();
  EXPECT_THAT(subject.call(kWithTimeout, 50ms, operation("job").takes(45ms).returns(value)), returned(value))
      << "the operation took nine tenths of the limit";
}

TEST_F(returns_the_result, WhateverItIs) {
  for (const Json& value : std::vector<Json>{nullptr, false, word(), Json::array(), Json::object()}) {
    EXPECT_THAT(subject.call(kWithTimeout, 5s, operation("job").takes(1s).returns(value)), returned(value));
  }
}

TEST_F(returns_the_result, OfEachOfSeveralCallsAtOnce) {
  std::vector<Json> values;
  std::vector<Call> calls;
  for (int i = 0; i < 5; ++i) {
    values.push_back(result());
    calls.push_back(subject.start(kWithTimeout, 10s, operation("job").takes(seconds(5 - i)).returns(values.back())));
  }
  for (std::size_t i = 0; i < calls.size(); ++i) EXPECT_THAT(calls[i].outcome(), returned(values[i]));
}

TIMEOUT_CRITERION(lets_errors_through);

TEST_F(lets_errors_through, WhateverTheirType) {
  for (const char* type : {"ConnectError", "TransportError", "JsonError", "InvalidStateError", "StatusError"}) {
    const std::string message = word();
    EXPECT_THAT(subject.call(kWithTimeout, 5s, operation("job").takes(1s).throws(type, message)), threw(type, message));
  }
}

TEST_F(lets_errors_through, WhenTheOperationFailsAtOnce) {
  const std::string message = word();
  EXPECT_THAT(subject.call(kWithTimeout, 5s, operation("job").throws("TransportError", message)),
              threw("TransportError", message));
}

TEST_F(lets_errors_through, WhenTheOperationHasATimeoutOfItsOwn) {
  const std::string message = word();
  EXPECT_THAT(subject.call(kWithTimeout, 5s, operation("job").takes(1s).throws("TimeoutError", message)),
              threw("TimeoutError", message))
      << "that timeout was the operation's own";
}

TIMEOUT_CRITERION(times_out);

TEST_F(times_out, WhenTheOperationHangs) {
  const auto limit = seconds(number(1, 9));
  auto job = operation("job").hangs();
  EXPECT_THAT(subject.call(kWithTimeout, limit, job), AllOf(threw("TimeoutError"), took(limit)));
  expect_cancelled_at(job, limit);
}

TEST_F(times_out, WhenTheOperationTakesTooLong) {
  auto job = operation("job").takes(10min).returns(result());
  EXPECT_THAT(subject.call(kWithTimeout, 20s, job), AllOf(threw("TimeoutError"), took(20s)));
  expect_cancelled_at(job, 20s);
}

TEST_F(times_out, AfterFiftyMillisecondsIfAsked) {
  auto job = operation("job").takes(60ms).returns(result());
  EXPECT_THAT(subject.call(kWithTimeout, 50ms, job), AllOf(threw("TimeoutError"), took(50ms)));
  expect_cancelled_at(job, 50ms);
}

TEST_F(times_out, InTheOneCallThatHangsAndInNoOther) {
  const Json value = result();
  auto slow = operation("slow").hangs();
  auto fast = operation("fast").takes(3s).returns(value);
  auto first = subject.start(kWithTimeout, 2s, slow);
  auto second = subject.start(kWithTimeout, 20s, fast);
  EXPECT_THAT(first.outcome(), threw("TimeoutError"));
  EXPECT_THAT(second.outcome(), returned(value)) << "another call ran out of time, this one did not";
  EXPECT_EQ(slow.cancelled(), 1u) << "the operation that hung should have been cancelled";
  EXPECT_EQ(fast.cancelled(), 0u) << "the operation that had time left should not have been cancelled";
}

TEST_F(times_out, AlsoInRealTime) {
  World real{Time::kReal};
  auto job = operation("job").hangs();
  EXPECT_THAT(real.subject.call(kWithTimeout, 80ms, job), AllOf(threw("TimeoutError"), took_at_least(80ms)));
}

TIMEOUT_CRITERION(waits_for_the_cleanup);

TEST_F(waits_for_the_cleanup, OfOneSecond) {
  auto job = operation("job").hangs().cleanup_takes(1s);
  const auto outcome = subject.call(kWithTimeout, 2s, job);
  EXPECT_EQ(cleaning_up(job), 0u) << "the call has ended, and the operation is still cleaning up";
  EXPECT_THAT(outcome, AllOf(threw("TimeoutError"), took(3s))) << "the limit is 2 s and the clean-up takes 1 s";
}

TEST_F(waits_for_the_cleanup, LongerThanTheLimitItself) {
  auto job = operation("job").takes(1h).returns(result()).cleanup_takes(5min);
  const auto outcome = subject.call(kWithTimeout, 10s, job);
  EXPECT_EQ(cleaning_up(job), 0u) << "the call has ended, and the operation is still cleaning up";
  EXPECT_THAT(outcome, AllOf(threw("TimeoutError"), took(5min + 10s)))
      << "the limit is 10 s and the clean-up takes 5 min";
}

TEST_F(waits_for_the_cleanup, AndForTheErrorItEndsWith) {
  const std::string message = word();
  auto job = operation("job").hangs().throws_when_cancelled("TransportError", message);
  EXPECT_THAT(subject.call(kWithTimeout, 2s, job), threw("TransportError", message))
      << "the operation was cancelled and failed while it cleaned up";
}

TEST_F(waits_for_the_cleanup, InEachOfTwoCallsAtOnce) {
  auto quick = operation("quick").hangs().cleanup_takes(1s);
  auto slow = operation("slow").hangs().cleanup_takes(4s);
  auto first = subject.start(kWithTimeout, 2s, slow);
  auto second = subject.start(kWithTimeout, 2s, quick);
  EXPECT_THAT(second.outcome(), AllOf(threw("TimeoutError"), took(3s)));
  EXPECT_THAT(first.outcome(), AllOf(threw("TimeoutError"), took(6s)));
}

TEST_F(waits_for_the_cleanup, WhenTheCallerIsCancelled) {
  auto job = operation("job").hangs().cleanup_takes(3s);
  auto call = subject.start(kWithTimeout, 1min, job);
  subject.advance(2s);
  call.cancel();
  call.outcome();
  EXPECT_EQ(cleaning_up(job), 0u) << "the call has ended, and the operation is still cleaning up";
}

TIMEOUT_CRITERION(passes_cancellation_on);

TEST_F(passes_cancellation_on, ToAnOperationThatHangs) {
  auto job = operation("job").hangs();
  auto call = subject.start(kWithTimeout, 1min, job);
  subject.advance(2s);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError")) << "the limit had not passed when the caller was cancelled";
  expect_cancelled_at(job, 2s);
}

TEST_F(passes_cancellation_on, ToAnOperationThatWouldHaveEndedInTime) {
  auto job = operation("job").takes(5s).returns(result());
  auto call = subject.start(kWithTimeout, 1min, job);
  subject.advance(4s);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError")) << "the limit had not passed when the caller was cancelled";
  expect_cancelled_at(job, 4s);
}

TEST_F(passes_cancellation_on, ShortlyBeforeTheLimit) {
  auto job = operation("job").hangs();
  auto call = subject.start(kWithTimeout, 4s, job);
  subject.advance(3'999ms);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError")) << "the limit had not passed when the caller was cancelled";
  expect_cancelled_at(job, 3'999ms);
}

TEST_F(passes_cancellation_on, OfOneCallAndOfNoOther) {
  const Json value = result();
  auto mine = operation("mine").takes(4s).returns(value);
  auto other = operation("other").hangs();
  auto first = subject.start(kWithTimeout, 1min, mine);
  auto second = subject.start(kWithTimeout, 1min, other);
  subject.advance(2s);
  second.cancel();
  EXPECT_THAT(second.outcome(), threw("CancelledError"));
  EXPECT_THAT(first.outcome(), returned(value)) << "another call was cancelled, this one was not";
}

TIMEOUT_CRITERION(leaves_no_timer_behind);

TEST_F(leaves_no_timer_behind, AfterAResult) {
  EXPECT_THAT(subject.call(kWithTimeout, 5min, operation("job").takes(1s).returns(result())), returned());
  EXPECT_EQ(subject.left_behind().timers, 0u) << "the result is there, and the timer still runs";
}

TEST_F(leaves_no_timer_behind, AfterAResultAtOnce) {
  EXPECT_THAT(subject.call(kWithTimeout, 5min, operation("job").returns(result())), returned());
  EXPECT_EQ(subject.left_behind().timers, 0u) << "the result is there, and the timer still runs";
}

TEST_F(leaves_no_timer_behind, AfterAnError) {
  subject.call(kWithTimeout, 5min, operation("job").takes(1s).throws("TransportError", word()));
  EXPECT_EQ(subject.left_behind().timers, 0u) << "the operation has failed, and the timer still runs";
}

TEST_F(leaves_no_timer_behind, AfterATimeout) {
  subject.call(kWithTimeout, 5s, operation("job").hangs());
  EXPECT_EQ(subject.left_behind().timers, 0u) << "the limit has passed, and a timer still runs";
}

TEST_F(leaves_no_timer_behind, AfterACancellation) {
  auto call = subject.start(kWithTimeout, 5min, operation("job").hangs());
  subject.advance(2s);
  call.cancel();
  call.outcome();
  EXPECT_EQ(subject.left_behind().timers, 0u) << "the caller was cancelled, and the timer still runs";
}

TEST_F(leaves_no_timer_behind, AfterManyCalls) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(subject.call(kWithTimeout, minutes(number(2, 9)), operation("job").takes(1s).returns(i)), returned(i));
  }
  EXPECT_EQ(subject.left_behind().timers, 0u) << "five results are there, and a timer still runs";
}
