#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kMake = "make_circuit_breaker";

testing::Matcher<const Outcome&> refused() { return threw("::CircuitOpenError"); }

class BreakerTest : public Test {
 protected:
  Json result() { return {{"slot", number(1, 9'999)}, {"street", word()}}; }
  Operation works() { return operation("works").returns(result()); }
  Operation fails() { return operation("fails").throws("TransportError", word()); }

  Json make(int threshold, Duration open_for) {
    const auto outcome = subject.call(kMake, threshold, open_for);
    EXPECT_THAT(outcome, returned()) << "there should be a breaker";
    return outcome.value;
  }
  Outcome call(const Json& breaker, const Operation& job) { return subject.call("call", breaker, job); }
  Call start(const Json& breaker, const Operation& job) { return subject.start("call", breaker, job); }
  Call started(const Json& breaker, const Operation& job) {
    Call call = start(breaker, job);
    subject.settle();
    return call;
  }
  void fail(const Json& breaker, int times) {
    for (int i = 0; i < times; ++i) call(breaker, fails());
  }
  /// A breaker whose circuit has opened at this moment.
  Json opened(int threshold, Duration open_for) {
    Json breaker = make(threshold, open_for);
    fail(breaker, threshold);
    return breaker;
  }
  /// A breaker whose circuit is half-open from this moment on.
  Json half_opened(int threshold, Duration open_for) {
    Json breaker = opened(threshold, open_for);
    subject.advance(open_for);
    return breaker;
  }
  /// Starts a call, cancels it after a second, and waits for its end.
  Outcome cancelled_call(const Json& breaker, const Operation& job) {
    Call call = start(breaker, job);
    subject.advance(1s);
    call.cancel();
    return call.outcome();
  }

  void expect_state(const Json& breaker, const std::string& expected) {
    const auto outcome = subject.call("state", breaker);
    EXPECT_EQ(outcome.value.is_string() ? outcome.value.get<std::string>() : describe(outcome), expected)
        << "the state of the circuit";
  }
  void expect_goes_through(const Json& breaker) {
    auto job = works();
    EXPECT_THAT(call(breaker, job), returned());
    EXPECT_EQ(job.started(), 1u) << "runs of the operation";
  }
  void expect_refused(const Json& breaker) {
    auto job = works();
    EXPECT_THAT(call(breaker, job), AllOf(refused(), took(0s)));
    EXPECT_EQ(job.started(), 0u) << "runs of an operation whose call was to be refused";
  }
};

}  // namespace

#define BREAKER_CRITERION(id) \
  class id : public BreakerTest {}

BREAKER_CRITERION(passes_calls_through);

TEST_F(passes_calls_through, WithTheirResults) {
  const Json breaker = make(5, 1min);
  for (const Json& value : std::vector<Json>{result(), nullptr, false, "", Json::array(), Json::object()}) {
    auto job = operation("job").returns(value);
    EXPECT_THAT(call(breaker, job), returned(value));
    EXPECT_EQ(job.started(), 1u) << "runs of the operation";
  }
}

TEST_F(passes_calls_through, WithTheirErrors) {
  const Json breaker = make(100, 1min);
  for (const char* type : {"TimeoutError", "ConnectError", "TransportError", "JsonError", "std::runtime_error"}) {
    const std::string message = word();
    auto job = operation("job").throws(type, message);
    EXPECT_THAT(call(breaker, job), threw(type, message));
    EXPECT_EQ(job.started(), 1u) << "runs of an operation that failed";
  }
}

TEST_F(passes_calls_through, WithTheErrorThatOpensTheCircuit) {
  const Json breaker = make(2, 1min);
  fail(breaker, 1);
  const std::string message = word();
  EXPECT_THAT(call(breaker, operation("job").throws("TimeoutError", message)), threw("TimeoutError", message))
      << "this operation was run, and failed by an error of its own";
}

TEST_F(passes_calls_through, AlsoWhenItHasOpenedMeanwhile) {
  const Json breaker = make(2, 1min);
  const Json value = result();
  const std::string message = word();
  auto succeeds = started(breaker, operation("late").takes(10s).returns(value));
  auto breaks = started(breaker, operation("late").takes(20s).throws("TimeoutError", message));
  fail(breaker, 2);
  EXPECT_THAT(succeeds.outcome(), returned(value)) << "this call began while the circuit was closed";
  EXPECT_THAT(breaks.outcome(), threw("TimeoutError", message)) << "this call began while the circuit was closed";
}

TEST_F(passes_calls_through, WithTheErrorOfAProbe) {
  const Json breaker = half_opened(3, 60s);
  const std::string message = word();
  EXPECT_THAT(call(breaker, operation("probe").throws("TimeoutError", message)), threw("TimeoutError", message))
      << "the probe is a call like any other, and has this error";
}

TEST_F(passes_calls_through, AsSoonAsTheyEnd) {
  const Json breaker = make(5, 1min);
  const auto duration = milliseconds(number(1'000, 8'999)) + microseconds(567);
  const Json value = result();
  EXPECT_THAT(call(breaker, operation("job").takes(duration).returns(value)), AllOf(returned(value), took(duration)));
  EXPECT_THAT(call(breaker, operation("job").takes(duration).throws("TimeoutError", "late")),
              AllOf(threw("TimeoutError"), took(duration)));
}

TEST_F(passes_calls_through, AtTheSameTime) {
  const Json breaker = make(5, 1min);
  std::vector<Json> expected;
  std::vector<Call> calls;
  for (int i = 0; i < 5; ++i) {
    expected.push_back(result());
    calls.push_back(start(breaker, operation("job").takes(seconds(10 - i)).returns(expected.back())));
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    EXPECT_THAT(calls[i].outcome(), AllOf(returned(expected[i]), took(seconds(10 - static_cast<int>(i)))));
  }
}

TEST_F(passes_calls_through, AndIsClosedFromTheStart) {
  const Json breaker = make(5, 1min);
  expect_state(breaker, "closed");
  expect_goes_through(breaker);
  expect_state(breaker, "closed");
}

BREAKER_CRITERION(opens_after_failures_in_a_row);

TEST_F(opens_after_failures_in_a_row, AtTheLastOfThem) {
  const int threshold = number(3, 7);
  const Json breaker = make(threshold, 1min);
  fail(breaker, threshold);
  EXPECT_THAT(call(breaker, works()), refused()) << threshold << " calls in a row have failed, of " << threshold;
}

TEST_F(opens_after_failures_in_a_row, AndNotBefore) {
  const int threshold = number(3, 7);
  const Json breaker = make(threshold, 1min);
  fail(breaker, threshold - 1);
  EXPECT_THAT(call(breaker, works()), returned()) << threshold - 1 << " calls in a row have failed, of " << threshold;
}

TEST_F(opens_after_failures_in_a_row, AtTheFirstIfAsked) {
  const Json breaker = make(1, 1min);
  expect_goes_through(breaker);
  fail(breaker, 1);
  EXPECT_THAT(call(breaker, works()), refused()) << "one call has failed, of 1";
}

TEST_F(opens_after_failures_in_a_row, AndSaysSo) {
  const Json breaker = make(3, 1min);
  fail(breaker, 2);
  expect_state(breaker, "closed");
  fail(breaker, 1);
  expect_state(breaker, "open");
}

TEST_F(opens_after_failures_in_a_row, CountedAnewAfterASuccess) {
  const Json breaker = make(3, 1min);
  for (int i = 0; i < 3; ++i) {
    fail(breaker, 2);
    EXPECT_THAT(call(breaker, works()), returned()) << "never more than two calls in a row have failed, of 3";
  }
  fail(breaker, 2);
  expect_state(breaker, "closed");
  fail(breaker, 1);
  expect_state(breaker, "open");
}

TEST_F(opens_after_failures_in_a_row, CountedAnewAfterAnyResult) {
  const Json breaker = make(2, 1min);
  for (const Json& value : std::vector<Json>{nullptr, false, Json::object()}) {
    fail(breaker, 1);
    EXPECT_THAT(call(breaker, operation("job").returns(value)), returned(value));
  }
  expect_state(breaker, "closed");
}

TEST_F(opens_after_failures_in_a_row, WhateverTheErrors) {
  const Json breaker = make(8, 1min);
  call(breaker, operation("job").throws_status(404, word()));
  for (const char* type :
       {"TimeoutError", "ConnectError", "JsonError", "InvalidStateError", "std::runtime_error", "int"}) {
    call(breaker, operation("job").throws(type, word()));
  }
  expect_state(breaker, "closed");
  call(breaker, operation("job").throws_status(503, word()));
  expect_state(breaker, "open");
}

TEST_F(opens_after_failures_in_a_row, OfCallsAtTheSameTime) {
  const Json breaker = make(4, 10min);
  std::vector<Call> calls;
  for (int i = 0; i < 4; ++i) calls.push_back(start(breaker, fails().takes(seconds(10 * (i + 1)))));
  subject.advance(35s);
  expect_state(breaker, "closed");
  subject.advance(10s);
  expect_state(breaker, "open");
}

TEST_F(opens_after_failures_in_a_row, CountedInTheOrderInWhichTheyEnd) {
  const Json breaker = make(3, 10min);
  std::vector<Call> calls{start(breaker, works().takes(30s))};
  for (const auto duration : {10s, 20s, 40s, 50s}) calls.push_back(start(breaker, fails().takes(duration)));
  for (Call& call : calls) call.outcome();
  expect_state(breaker, "closed");
  fail(breaker, 1);
  expect_state(breaker, "open");
}

TEST_F(opens_after_failures_in_a_row, InOneBreakerAndInNoOther) {
  const Json first = make(2, 1min);
  const Json second = make(2, 1min);
  fail(first, 1);
  fail(second, 1);
  expect_state(first, "closed");
  fail(first, 1);
  expect_state(first, "open");
  expect_state(second, "closed");
}

BREAKER_CRITERION(refuses_while_open);

TEST_F(refuses_while_open, EachOfThemAtOnce) {
  const Json breaker = opened(3, 1min);
  for (int i = 0; i < 5; ++i) {
    expect_refused(breaker);
    subject.advance(3s);
  }
  expect_state(breaker, "open");
}

TEST_F(refuses_while_open, UntilTheTimeIsOver) {
  const auto open_for = seconds(number(20, 119));
  const Json breaker = opened(2, open_for);
  subject.advance(open_for - 1ms);
  expect_refused(breaker);
  expect_state(breaker, "open");
  subject.advance(1ms);
  expect_goes_through(breaker);
}

TEST_F(refuses_while_open, ForAShortTimeIfAsked) {
  const Json breaker = opened(2, 50ms);
  subject.advance(49ms);
  expect_refused(breaker);
  subject.advance(1ms);
  expect_goes_through(breaker);
}

TEST_F(refuses_while_open, CountedFromTheEndOfTheLastFailure) {
  const Json breaker = make(2, 30s);
  fail(breaker, 1);
  subject.advance(5s);
  call(breaker, fails().takes(10s));
  subject.advance(29s);
  expect_refused(breaker);
  subject.advance(1s);
  expect_goes_through(breaker);
}

TEST_F(refuses_while_open, WithoutBeingProlongedByThem) {
  const Json breaker = opened(3, 60s);
  for (int i = 0; i < 5; ++i) {
    subject.advance(10s);
    expect_refused(breaker);
  }
  subject.advance(10s);
  expect_goes_through(breaker);
}

TEST_F(refuses_while_open, AlthoughALateCallSucceeds) {
  const Json breaker = make(2, 60s);
  auto late = started(breaker, works().takes(10s));
  fail(breaker, 2);
  late.outcome();
  expect_refused(breaker);
  expect_state(breaker, "open");
}

TEST_F(refuses_while_open, AlthoughALateCallIsCancelled) {
  const Json breaker = make(2, 60s);
  auto late = started(breaker, operation("late").hangs());
  fail(breaker, 2);
  subject.advance(5s);
  late.cancel();
  EXPECT_THAT(late.outcome(), threw("CancelledError"));
  expect_refused(breaker);
}

TEST_F(refuses_while_open, WithoutBeingProlongedByALateFailure) {
  const Json breaker = make(2, 60s);
  auto late = started(breaker, fails().takes(20s));
  fail(breaker, 2);
  late.outcome();
  subject.advance(39s);
  expect_refused(breaker);
  subject.advance(1s);
  expect_goes_through(breaker);
}

TEST_F(refuses_while_open, InOneBreakerAndInNoOther) {
  const Json broken = opened(2, 60s);
  const Json sound = make(2, 60s);
  expect_refused(broken);
  expect_goes_through(sound);
  expect_refused(broken);
}

TEST_F(refuses_while_open, WithoutATimerOfItsOwn) {
  const Json breaker = opened(2, 60s);
  expect_refused(breaker);
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "no call is under way, and something still runs";
}

TEST_F(refuses_while_open, AlsoInRealTime) {
  World real{Time::kReal};
  const auto breaker_for = [&](Duration open_for) {
    Json breaker = real.subject.call(kMake, 1, open_for).value;
    real.subject.call("call", breaker, operation("fails").throws("TransportError", "reset"));
    return breaker;
  };
  EXPECT_THAT(real.subject.call("call", breaker_for(1h), operation("job").returns(1)), refused())
      << "the circuit is open for an hour";
  const Json breaker = breaker_for(50ms);
  real.subject.advance(60ms);
  EXPECT_THAT(real.subject.call("call", breaker, operation("job").returns(1)), returned(1))
      << "the circuit was open for 50 ms, and 60 ms have passed";
}

BREAKER_CRITERION(lets_one_probe_through);

TEST_F(lets_one_probe_through, OfSeveralAtTheSameMoment) {
  const Json breaker = half_opened(3, 60s);
  auto job = operation("job").takes(3s).returns(result());
  std::vector<Call> calls;
  for (int i = 0; i < 5; ++i) calls.push_back(start(breaker, job));
  std::size_t let_through = 0;
  for (Call& call : calls) {
    const auto outcome = call.outcome();
    if (outcome.kind == Outcome::Kind::kReturned) {
      ++let_through;
    } else {
      EXPECT_THAT(outcome, AllOf(refused(), took(0s)));
    }
  }
  EXPECT_EQ(let_through, 1u) << "calls let through, of five at the same moment";
  EXPECT_EQ(job.started(), 1u) << "runs of the operation that five calls share";
}

TEST_F(lets_one_probe_through, AndNoOtherUntilItHasEnded) {
  const Json breaker = half_opened(3, 60s);
  const Json value = result();
  auto probe = started(breaker, operation("probe").takes(90s).returns(value));
  expect_refused(breaker);
  subject.advance(89s);
  expect_refused(breaker);
  EXPECT_THAT(probe.outcome(), returned(value)) << "the probe is a call like any other, and has this result";
}

TEST_F(lets_one_probe_through, AndIsHalfOpenFromTheMomentTheTimeIsOver) {
  const Json breaker = opened(3, 60s);
  subject.advance(59'999ms);
  expect_state(breaker, "open");
  subject.advance(1ms);
  expect_state(breaker, "half-open");
  subject.advance(5min);
  expect_state(breaker, "half-open");
}

TEST_F(lets_one_probe_through, AndIsHalfOpenUntilItHasEnded) {
  const Json breaker = half_opened(3, 60s);
  auto probe = started(breaker, operation("probe").takes(10s).returns(result()));
  expect_state(breaker, "half-open");
  expect_refused(breaker);
  expect_state(breaker, "half-open");
  EXPECT_THAT(probe.outcome(), returned());
}

TEST_F(lets_one_probe_through, HoweverLateItComes) {
  const Json breaker = opened(3, 60s);
  subject.advance(10min);
  auto probe = started(breaker, operation("probe").takes(10s).returns(result()));
  expect_refused(breaker);
  EXPECT_THAT(probe.outcome(), returned());
}

TEST_F(lets_one_probe_through, AndNoOtherWhenALateCallEndsMeanwhile) {
  const Json breaker = make(3, 60s);
  auto succeeds = started(breaker, operation("late").takes(80s).returns(result()));
  auto gives_up = started(breaker, operation("late").hangs());
  auto breaks = started(breaker, fails().takes(120s));
  fail(breaker, 3);
  subject.advance(70s);
  auto probe = started(breaker, operation("probe").takes(80s).returns(result()));
  EXPECT_THAT(succeeds.outcome(), returned());
  expect_refused(breaker);
  gives_up.cancel();
  EXPECT_THAT(gives_up.outcome(), threw("CancelledError"));
  expect_refused(breaker);
  breaks.outcome();
  expect_refused(breaker);
  expect_state(breaker, "half-open");
  EXPECT_THAT(probe.outcome(), returned());
}

BREAKER_CRITERION(closes_or_opens_again);

TEST_F(closes_or_opens_again, ClosesAfterASuccess) {
  const Json breaker = half_opened(3, 60s);
  expect_goes_through(breaker);
  expect_state(breaker, "closed");
  auto job = operation("job").takes(5s).returns(result());
  std::vector<Call> calls;
  for (int i = 0; i < 3; ++i) calls.push_back(start(breaker, job));
  for (Call& call : calls) EXPECT_THAT(call.outcome(), returned()) << "the circuit is closed again, and three call";
}

TEST_F(closes_or_opens_again, ClosesAfterAnyResult) {
  const Json breaker = half_opened(3, 60s);
  call(breaker, operation("probe").returns(nullptr));
  expect_state(breaker, "closed");
}

TEST_F(closes_or_opens_again, CountsFromZeroAfterItHasClosed) {
  const Json breaker = half_opened(3, 60s);
  expect_goes_through(breaker);
  fail(breaker, 2);
  expect_state(breaker, "closed");
  fail(breaker, 1);
  expect_state(breaker, "open");
}

TEST_F(closes_or_opens_again, OpensAfterAFailure) {
  const Json breaker = half_opened(number(2, 6), 60s);
  fail(breaker, 1);
  expect_state(breaker, "open");
  expect_refused(breaker);
}

TEST_F(closes_or_opens_again, OpensForAsLongAgain) {
  const Json breaker = half_opened(3, 60s);
  subject.advance(5s);
  call(breaker, fails().takes(7s));
  subject.advance(59s);
  expect_refused(breaker);
  subject.advance(1s);
  expect_goes_through(breaker);
}

TEST_F(closes_or_opens_again, AfterAsManyProbesAsItTakes) {
  const Json breaker = half_opened(3, 60s);
  for (int i = 0; i < 4; ++i) {
    fail(breaker, 1);
    subject.advance(59s);
    expect_refused(breaker);
    subject.advance(1s);
  }
  expect_goes_through(breaker);
  expect_state(breaker, "closed");
}

TEST_F(closes_or_opens_again, AndOpensAgainAfterItHasClosed) {
  const Json breaker = half_opened(2, 60s);
  expect_goes_through(breaker);
  fail(breaker, 2);
  subject.advance(59s);
  expect_refused(breaker);
  subject.advance(1s);
  expect_goes_through(breaker);
}

TEST_F(closes_or_opens_again, WhateverALateCallSaysBeforeTheProbe) {
  const Json breaker = make(2, 60s);
  auto succeeds = started(breaker, operation("late").takes(80s).returns(result()));
  auto breaks = started(breaker, fails().takes(90s));
  fail(breaker, 2);
  EXPECT_THAT(succeeds.outcome(), returned());
  expect_state(breaker, "half-open");
  breaks.outcome();
  expect_state(breaker, "half-open");
}

TEST_F(closes_or_opens_again, WhateverALateCallSaysAfterTheProbe) {
  const Json breaker = make(2, 60s);
  auto breaks = started(breaker, fails().takes(90s));
  auto succeeds = started(breaker, operation("late").takes(100s).returns(result()));
  fail(breaker, 2);
  subject.advance(60s);
  expect_goes_through(breaker);
  fail(breaker, 1);
  breaks.outcome();
  expect_state(breaker, "closed");
  EXPECT_THAT(succeeds.outcome(), returned());
  fail(breaker, 1);
  expect_state(breaker, "open");
}

BREAKER_CRITERION(leaves_cancellations_out);

TEST_F(leaves_cancellations_out, OfTheFailures) {
  const Json breaker = make(3, 60s);
  fail(breaker, 2);
  for (int i = 0; i < 2; ++i) EXPECT_THAT(cancelled_call(breaker, operation("job").hangs()), threw("CancelledError"));
  expect_state(breaker, "closed");
}

TEST_F(leaves_cancellations_out, OfTheSuccesses) {
  const Json breaker = make(3, 60s);
  fail(breaker, 2);
  cancelled_call(breaker, operation("job").hangs());
  fail(breaker, 1);
  expect_state(breaker, "open");
}

TEST_F(leaves_cancellations_out, WhoeverCausedThem) {
  const Json breaker = make(1, 60s);
  EXPECT_THAT(call(breaker, operation("job").throws("CancelledError", "")), threw("CancelledError"));
  expect_state(breaker, "closed");
}

TEST_F(leaves_cancellations_out, AndPassesThemOnToTheOperation) {
  const Json breaker = make(3, 60s);
  auto job = operation("job").hangs().cleanup_takes(3s);
  EXPECT_THAT(cancelled_call(breaker, job), AllOf(threw("CancelledError"), took(4s)))
      << "cancelled after 1 s, the operation needs 3 s to clean up";
  EXPECT_EQ(job.cancelled(), 1u) << "the operation should have been cancelled";
}

TEST_F(leaves_cancellations_out, SoThatTheNextCallIsTheProbe) {
  const Json breaker = half_opened(3, 60s);
  EXPECT_THAT(cancelled_call(breaker, operation("probe").hangs()), threw("CancelledError"));
  expect_state(breaker, "half-open");
  auto probe = started(breaker, operation("probe").takes(5s).returns(result()));
  expect_refused(breaker);
  EXPECT_THAT(probe.outcome(), returned()) << "the probe before this one was cancelled";
  expect_state(breaker, "closed");
}

TEST_F(leaves_cancellations_out, SoThatTheNextFailureOpensTheCircuit) {
  const Json breaker = half_opened(3, 60s);
  cancelled_call(breaker, operation("probe").hangs());
  fail(breaker, 1);
  expect_state(breaker, "open");
}

TEST_F(leaves_cancellations_out, OfAProbeThatThrewOneItself) {
  const Json breaker = half_opened(3, 60s);
  call(breaker, operation("probe").throws("CancelledError", ""));
  expect_state(breaker, "half-open");
  expect_goes_through(breaker);
}

TEST_F(leaves_cancellations_out, OnceTheProbeHasCleanedUp) {
  const Json breaker = half_opened(3, 60s);
  auto probe = started(breaker, operation("probe").hangs().cleanup_takes(10s));
  probe.cancel();
  subject.advance(9s);
  expect_refused(breaker);
  subject.advance(2s);
  expect_goes_through(breaker);
}
