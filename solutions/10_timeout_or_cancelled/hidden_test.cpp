#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

constexpr auto kFind = "find_taxi";

class TaxiTest : public Test {
 protected:
  Json taxi() { return {{"driver", word()}, {"minutes", number(1, 30)}}; }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  Call start(const Operation& ring, int calls, Duration limit, Duration patience) {
    return subject.start(kFind, ring, calls, limit, patience, missed);
  }
  Outcome run(const Operation& ring, int calls, Duration limit, Duration patience) {
    return start(ring, calls, limit, patience).outcome();
  }
  /// Starts a search with patience enough, and cancels it after `moment`.
  Outcome cancel_after(Duration moment, const Operation& ring, int calls, Duration limit) {
    Call call = start(ring, calls, limit, 1h);
    subject.advance(moment);
    EXPECT_FALSE(call.done()) << "the search was over before it was cancelled";
    call.cancel();
    return call.outcome();
  }
  /// No call begins after the search is over.
  void expect_begun(const Operation& ring, std::size_t calls) {
    subject.advance(5min);
    EXPECT_EQ(ring.started(), calls) << "the number of calls that were begun";
    EXPECT_EQ(ring.running(), 0u) << "the number of calls that have not ended";
  }
  /// The numbers of the calls that were told to be missed.
  std::vector<int> missed_numbers() {
    std::vector<int> numbers;
    for (const Attempt& attempt : missed.attempts()) numbers.push_back(attempt.args[0].get<int>());
    return numbers;
  }

  Operation missed = listener("missed");
};

Operation nobody() { return operation("ring").hangs(); }
Operation slow_to_end(Duration time) { return operation("ring").hangs().cleanup_takes(time); }

/// When each run of an operation was begun, as a student reads it.
std::vector<std::string> moments(const Operation& job) {
  std::vector<std::string> times;
  for (const Attempt& attempt : job.attempts()) times.push_back(describe(attempt.started));
  return times;
}

constexpr auto kMissed = "the calls that were told to be missed";
constexpr auto kBegun = "the moments at which calls were begun";

}  // namespace

#define TAXI_CRITERION(id) \
  class id : public TaxiTest {}

TAXI_CRITERION(calls_again);

TEST_F(calls_again, UnlessTheFirstCallIsAnswered) {
  const Json answer = taxi();
  const auto time = odd_duration(1'000, 9'000);
  const auto ring = operation("ring").takes(time).returns(answer);
  EXPECT_THAT(run(ring, 3, 20s, 5min), AllOf(returned(answer), took(time)));
  expect_begun(ring, 1);
}

TEST_F(calls_again, UntilOneIsAnswered) {
  const Json answer = taxi();
  const auto limit = odd_duration(5'000, 9'000);
  const auto ring = operation("ring").hangs().then().hangs().then().takes(3s).returns(answer);
  EXPECT_THAT(run(ring, 5, limit, 5min), AllOf(returned(answer), took(2 * limit + 3s)));
  EXPECT_THAT(moments(ring), ElementsAre(describe(0s), describe(limit), describe(2 * limit))) << kBegun;
  for (std::size_t i = 0; i < ring.started(); ++i) {
    EXPECT_EQ(ring.attempts()[i].args[0], Json(i + 1)) << "the number that was passed to ring";
  }
}

TEST_F(calls_again, AsOftenAsAllowed) {
  for (const int calls : {1, 2, 7}) {
    const auto ring = nobody();
    EXPECT_THAT(run(ring, calls, 3s, 5min), AllOf(threw("TimeoutError"), took(3s * calls)));
    expect_begun(ring, static_cast<std::size_t>(calls));
  }
}

TEST_F(calls_again, AndIsAnsweredByTheLastOne) {
  const Json answer = taxi();
  const auto ring = operation("ring").hangs().then().hangs().then().takes(1s).returns(answer);
  EXPECT_THAT(run(ring, 3, 4s, 5min), AllOf(returned(answer), took(9s))) << "three calls were allowed";
}

TEST_F(calls_again, NotBeforeTheMissedCallHasEnded) {
  const auto ring = slow_to_end(3s);
  EXPECT_THAT(run(ring, 3, 10s, 5min), AllOf(threw("TimeoutError"), took(39s)))
      << "each call is cancelled after 10 s and takes 3 s to end";
  EXPECT_THAT(moments(ring), ElementsAre(describe(0s), describe(13s), describe(26s))) << kBegun;
}

TEST_F(calls_again, WhenTheCallHasALimitInsideItself) {
  const Json answer = taxi();
  const auto ring = operation("ring").takes(2s).throws("TimeoutError", word()).then().takes(1s).returns(answer);
  EXPECT_THAT(run(ring, 3, 10s, 5min), AllOf(returned(answer), took(3s)))
      << "the first call threw a TimeoutError of its own after 2 s";
}

TEST_F(calls_again, NotAfterAnotherError) {
  for (const char* type : {"ConnectError", "TransportError", "JsonError", "InvalidStateError", "StatusError"}) {
    const std::string message = word();
    const auto ring = operation("ring").hangs().then().takes(1s).throws(type, message).then().returns(taxi());
    EXPECT_THAT(run(ring, 5, 4s, 5min), AllOf(threw(type, message), took(5s))) << "the second call failed";
    expect_begun(ring, 2);
  }
}

TEST_F(calls_again, NotWhenTheCallTakesMostOfTheLimit) {
  const Json answer = taxi();
  for (const Duration limit : {Duration(50ms), Duration(100s)}) {
    const auto ring = operation("ring").takes(limit * 9 / 10).returns(answer);
    EXPECT_THAT(run(ring, 3, limit, 5min), returned(answer)) << "the call took nine tenths of the limit";
    expect_begun(ring, 1);
  }
}

TEST_F(calls_again, InEachOfTwoSearches) {
  const Json one = taxi();
  const Json other = taxi();
  const auto slow = operation("one ring").hangs().then().takes(2s).returns(one);
  const auto fast = operation("another ring").hangs().then().takes(2s).returns(other);
  auto first = start(slow, 3, 8s, 5min);
  auto second = start(fast, 3, 5s, 5min);
  EXPECT_THAT(second.outcome(), AllOf(returned(other), took(7s)));
  EXPECT_THAT(first.outcome(), AllOf(returned(one), took(10s)));
}

TEST_F(calls_again, AndLeavesNothingRunning) {
  const auto ring = operation("ring").hangs().then().takes(1s).returns(taxi());
  EXPECT_THAT(run(ring, 3, 4s, 5min), returned());
  EXPECT_TRUE(subject.left_behind().nothing()) << "the search is over, and it left something running";
}

TEST_F(calls_again, AlsoInRealTime) {
  World real{Time::kReal};
  const auto ring = nobody();
  EXPECT_THAT(real.subject.call(kFind, ring, 2, 40ms, 1min, listener("missed")),
              AllOf(threw("TimeoutError"), took_at_least(80ms)));
  EXPECT_EQ(ring.started(), 2u) << "the number of calls that were begun";
}

TAXI_CRITERION(stops_when_cancelled);

TEST_F(stops_when_cancelled, WhicheverCallIsUnderWay) {
  for (std::size_t call = 0; call < 3; ++call) {
    const auto ring = nobody();
    const Duration moment = call * 10s + odd_duration(100, 9'900);
    EXPECT_THAT(cancel_after(moment, ring, 3, 10s), AllOf(threw("CancelledError"), took(moment)));
    expect_begun(ring, call + 1);
  }
}

TEST_F(stops_when_cancelled, AsSoonAsTheCallHasEnded) {
  const auto ring = slow_to_end(3s);
  EXPECT_THAT(cancel_after(4s, ring, 5, 20s), AllOf(threw("CancelledError"), took(7s)))
      << "the call was cancelled after 4 s and takes 3 s to end";
  expect_begun(ring, 1);
}

TEST_F(stops_when_cancelled, ShortlyBeforeTheLimit) {
  const auto ring = nobody();
  EXPECT_THAT(cancel_after(9'999ms, ring, 5, 10s), AllOf(threw("CancelledError"), took(9'999ms)))
      << "the limit had not passed when the caller was cancelled";
  expect_begun(ring, 1);
}

TEST_F(stops_when_cancelled, WhenTheNextCallHasJustBegun) {
  const auto ring = nobody();
  EXPECT_THAT(cancel_after(10s, ring, 5, 10s), AllOf(threw("CancelledError"), took(10s)));
  expect_begun(ring, 2);
}

TEST_F(stops_when_cancelled, ThoughTheCallWouldHaveBeenAnswered) {
  const auto ring = operation("ring").takes(5s).returns(taxi());
  EXPECT_THAT(cancel_after(4s, ring, 5, 10s), AllOf(threw("CancelledError"), took(4s)));
  expect_begun(ring, 1);
}

TEST_F(stops_when_cancelled, InOneSearchAndNotInAnother) {
  const Json answer = taxi();
  const auto ring = operation("another ring").hangs().then().takes(5s).returns(answer);
  auto other = start(ring, 3, 10s, 5min);
  EXPECT_THAT(cancel_after(4s, nobody(), 3, 10s), threw("CancelledError"));
  EXPECT_THAT(other.outcome(), AllOf(returned(answer), took(15s))) << "another search was cancelled, this one was not";
}

TEST_F(stops_when_cancelled, AndLeavesNothingRunning) {
  EXPECT_THAT(cancel_after(4s, nobody(), 3, 10s), threw("CancelledError"));
  EXPECT_TRUE(subject.left_behind().nothing()) << "the search is over, and it left something running";
}

TAXI_CRITERION(puts_the_cancellation_first);

TEST_F(puts_the_cancellation_first, WhicheverTimerWasSetFirst) {
  for (const bool customer_first : {true, false}) {
    const auto ring = nobody();
    EXPECT_THAT(subject.call("find_taxi_and_call_off", 10s, customer_first, ring, 5, 10s, 5min, missed),
                threw("CancelledError"))
        << "the caller was cancelled at the very moment the limit passed";
    expect_begun(ring, 1);
    EXPECT_THAT(missed_numbers(), IsEmpty()) << kMissed;
  }
}

TEST_F(puts_the_cancellation_first, AlsoInALaterCall) {
  const auto ring = nobody();
  EXPECT_THAT(subject.call("find_taxi_and_call_off", 30s, true, ring, 5, 10s, 5min, missed), threw("CancelledError"))
      << "the caller was cancelled at the very moment the limit of the third call passed";
  expect_begun(ring, 3);
  EXPECT_THAT(missed_numbers(), ElementsAre(1, 2)) << kMissed;
}

TEST_F(puts_the_cancellation_first, AlsoInTheLastCall) {
  const auto ring = nobody();
  EXPECT_THAT(subject.call("find_taxi_and_call_off", 20s, true, ring, 2, 10s, 5min, missed), threw("CancelledError"))
      << "the caller was cancelled at the very moment the limit of the last call passed";
  EXPECT_THAT(missed_numbers(), ElementsAre(1)) << kMissed;
}

TEST_F(puts_the_cancellation_first, WhenTheCallTakesTimeToEnd) {
  const auto ring = slow_to_end(3s);
  EXPECT_THAT(cancel_after(10s, ring, 5, 10s), threw("CancelledError"))
      << "the caller was cancelled at the very moment the limit passed";
  expect_begun(ring, 1);
  EXPECT_THAT(missed_numbers(), IsEmpty()) << kMissed;
}

TEST_F(puts_the_cancellation_first, WhenItComesWhileTheCallEnds) {
  const auto ring = slow_to_end(3s);
  EXPECT_THAT(cancel_after(11s, ring, 5, 10s), threw("CancelledError"))
      << "the limit passed after 10 s, and the caller was cancelled while the call was ending";
  expect_begun(ring, 1);
  EXPECT_THAT(missed_numbers(), IsEmpty()) << kMissed;
}

TEST_F(puts_the_cancellation_first, WhenTheLimitPassesWhileTheCallEnds) {
  const auto ring = slow_to_end(3s);
  EXPECT_THAT(cancel_after(9s, ring, 5, 10s), threw("CancelledError"))
      << "the caller was cancelled after 9 s, and the limit passed while the call was ending";
  expect_begun(ring, 1);
  EXPECT_THAT(missed_numbers(), IsEmpty()) << kMissed;
}

TEST_F(puts_the_cancellation_first, WhenThePatienceIsOver) {
  for (const bool customer_first : {true, false}) {
    const auto ring = nobody();
    EXPECT_THAT(subject.call("find_taxi_and_call_off", 15s, customer_first, ring, 5, 10s, 15s, missed),
                threw("CancelledError"))
        << "the caller was cancelled at the very moment the patience was over";
    expect_begun(ring, 2);
  }
}

TEST_F(puts_the_cancellation_first, WhenAllThreeComeTogether) {
  const auto ring = nobody();
  EXPECT_THAT(subject.call("find_taxi_and_call_off", 20s, true, ring, 5, 10s, 20s, missed), threw("CancelledError"))
      << "the limit of the second call passed, the patience was over, and the caller was cancelled";
  expect_begun(ring, 2);
  EXPECT_THAT(missed_numbers(), ElementsAre(1)) << kMissed;
}

TAXI_CRITERION(keeps_to_the_patience);

TEST_F(keeps_to_the_patience, InTheMiddleOfACall) {
  const auto patience = odd_duration(21'000, 29'000);
  const auto ring = nobody();
  EXPECT_THAT(run(ring, 5, 10s, patience), AllOf(threw("TimeoutError"), took(patience)));
  expect_begun(ring, 3);
  EXPECT_THAT(missed_numbers(), ElementsAre(1, 2)) << kMissed;
}

TEST_F(keeps_to_the_patience, OfLessThanOneCall) {
  const auto ring = nobody();
  EXPECT_THAT(run(ring, 1, 10s, 3s), AllOf(threw("TimeoutError"), took(3s)));
  expect_begun(ring, 1);
  EXPECT_THAT(missed_numbers(), IsEmpty()) << kMissed;
}

TEST_F(keeps_to_the_patience, WhenTheLimitOfACallPassesAtTheSameMoment) {
  const auto limit = odd_duration(2'000, 9'000);
  const auto ring = nobody();
  EXPECT_THAT(run(ring, 5, limit, 2 * limit), AllOf(threw("TimeoutError"), took(2 * limit)))
      << "the patience is exactly two limits";
  expect_begun(ring, 2);
  EXPECT_THAT(missed_numbers(), ElementsAre(1)) << kMissed;
}

TEST_F(keeps_to_the_patience, WhenBothAreTheSame) {
  const auto ring = nobody();
  EXPECT_THAT(run(ring, 5, 10s, 10s), AllOf(threw("TimeoutError"), took(10s))) << "the patience is exactly one limit";
  expect_begun(ring, 1);
  EXPECT_THAT(missed_numbers(), IsEmpty()) << kMissed;
}

TEST_F(keeps_to_the_patience, WhenTheLastCallEndsAtTheSameMoment) {
  const auto ring = nobody();
  EXPECT_THAT(run(ring, 3, 10s, 30s), AllOf(threw("TimeoutError"), took(30s)));
  EXPECT_THAT(missed_numbers(), ElementsAre(1, 2)) << kMissed;
}

TEST_F(keeps_to_the_patience, ButLetsTheCallEndFirst) {
  const auto ring = slow_to_end(3s);
  EXPECT_THAT(run(ring, 5, 20s, 10s), AllOf(threw("TimeoutError"), took(13s)))
      << "the call is cancelled after 10 s and takes 3 s to end";
  expect_begun(ring, 1);
}

TEST_F(keeps_to_the_patience, WhenItIsOverWhileAMissedCallEnds) {
  const auto ring = slow_to_end(4s);
  EXPECT_THAT(run(ring, 5, 10s, 12s), AllOf(threw("TimeoutError"), took_at_least(12s)))
      << "the limit passed after 10 s, and the patience was over after 12 s, while the call was ending";
  expect_begun(ring, 1);
}

TEST_F(keeps_to_the_patience, ButTakesAnAnswerShortlyBefore) {
  const Json answer = taxi();
  const auto ring = operation("ring").hangs().then().takes(8s).returns(answer);
  EXPECT_THAT(run(ring, 5, 10s, 18'001ms), AllOf(returned(answer), took(18s)));
}

TEST_F(keeps_to_the_patience, OfEachOfTwoSearches) {
  const auto one = nobody();
  const auto other = nobody();
  auto patient = start(one, 5, 10s, 25s);
  auto hasty = start(other, 5, 10s, 15s);
  EXPECT_THAT(hasty.outcome(), AllOf(threw("TimeoutError"), took(15s)));
  EXPECT_THAT(patient.outcome(), AllOf(threw("TimeoutError"), took(25s)));
  expect_begun(one, 3);
  expect_begun(other, 2);
}

TEST_F(keeps_to_the_patience, AndLeavesNothingRunning) {
  EXPECT_THAT(run(nobody(), 5, 10s, 15s), threw("TimeoutError"));
  EXPECT_TRUE(subject.left_behind().nothing()) << "the search is over, and it left something running";
}

TAXI_CRITERION(counts_the_missed_calls);

TEST_F(counts_the_missed_calls, EachWhenItsLimitHasPassed) {
  const auto limit = odd_duration(2'000, 9'000);
  run(operation("ring").hangs().then().hangs().then().takes(1s).returns(taxi()), 5, limit, 5min);
  EXPECT_THAT(missed_numbers(), ElementsAre(1, 2)) << kMissed;
  EXPECT_THAT(moments(missed), ElementsAre(describe(limit), describe(2 * limit)))
      << "the moments at which calls were told to be missed";
}

TEST_F(counts_the_missed_calls, TheLastOneToo) {
  run(nobody(), 3, 4s, 5min);
  EXPECT_THAT(missed_numbers(), ElementsAre(1, 2, 3)) << kMissed;
}

TEST_F(counts_the_missed_calls, OnceTheyHaveEnded) {
  run(slow_to_end(3s), 2, 10s, 5min);
  EXPECT_THAT(moments(missed), ElementsAre(describe(13s), describe(26s)))
      << "each call is cancelled after 10 s and takes 3 s to end";
}

TEST_F(counts_the_missed_calls, ThatHadALimitInsideThemselves) {
  run(operation("ring").takes(2s).throws("TimeoutError", word()).then().returns(taxi()), 3, 10s, 5min);
  EXPECT_THAT(missed_numbers(), ElementsAre(1)) << kMissed;
}

TEST_F(counts_the_missed_calls, AndNoneThatIsAnswered) {
  run(operation("ring").takes(9s).returns(taxi()), 3, 10s, 5min);
  EXPECT_THAT(missed_numbers(), IsEmpty()) << kMissed;
}

TEST_F(counts_the_missed_calls, AndNoneThatFails) {
  run(operation("ring").hangs().then().takes(1s).throws("TransportError", word()), 3, 10s, 5min);
  EXPECT_THAT(missed_numbers(), ElementsAre(1)) << kMissed;
}

TEST_F(counts_the_missed_calls, AndNoneThatWasNoLongerWanted) {
  cancel_after(14s, nobody(), 3, 10s);
  EXPECT_THAT(missed_numbers(), ElementsAre(1)) << kMissed;
}
