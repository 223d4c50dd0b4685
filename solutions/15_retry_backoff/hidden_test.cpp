#include <array>
#include <cmath>
#include <cstdio>
#include <grader/proctor/proctor.hpp>
#include <mock_server/testing/matchers.hpp>

using namespace proctor;
using mock_server::exactly;
using mock_server::requests;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kRetry = "retry";
constexpr auto kRetryFetch = "retry_fetch";

Json policy(int max_retries, Duration initial_delay, Duration max_delay, double jitter) {
  return {{"max_retries", max_retries},
          {"initial_delay_ns", initial_delay.count()},
          {"max_delay_ns", max_delay.count()},
          {"jitter", jitter}};
}

/// A policy for a test that is not about the length of the waits.
Json retries(int max_retries) { return policy(max_retries, 1s, 20s, 0); }

/// Durations in seconds, to ten microseconds: the contract does not ask for more.
std::string in_seconds(const std::vector<Duration>& durations) {
  std::string text;
  for (const Duration duration : durations) {
    const double rounded = std::round(std::chrono::duration<double>(duration).count() * 1e5) / 1e5;
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "%.12g s", rounded);
    text += (text.empty() ? "" : ", ") + std::string(number.data());
  }
  return text.empty() ? "none" : text;
}

/// The pauses between the attempts: from the end of each to the start of the next.
std::vector<Duration> waits(const Operation& job) {
  const auto attempts = job.attempts();
  std::vector<Duration> pauses;
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    pauses.push_back(attempts[i].started - attempts[i - 1].ended.value_or(Duration::zero()));
  }
  return pauses;
}

class RetryTest : public Test {
 protected:
  Json result() { return {{"pass", number(1, 9'999)}, {"name", word()}}; }
  Operation no_chance() { return values("random", {0.0}); }

  /// An operation that fails `failures` times at once, by a transient error, and then returns `value`.
  Operation fails(int failures, const Json& value = true) {
    auto job = operation("job");
    for (int i = 0; i < failures; ++i) job.throws("TransportError", word()).then();
    return job.returns(value);
  }
  Operation always_fails() { return operation("job").throws("TransportError", word()); }

  /// Calls with a policy that allows for it an operation that fails once for each of the waits expected.
  void expect_waits(const std::vector<Duration>& expected, Duration initial_delay, Duration max_delay) {
    auto job = fails(static_cast<int>(expected.size()));
    subject.call(kRetry, job, policy(20, initial_delay, max_delay, 0), no_chance());
    EXPECT_EQ(in_seconds(waits(job)), in_seconds(expected)) << "the waits between the attempts";
  }
  void expect_jittered(const std::vector<Duration>& expected, const Json& limits, const std::vector<double>& numbers) {
    auto job = fails(static_cast<int>(expected.size()));
    subject.call(kRetry, job, limits, values("random", std::vector<Json>(numbers.begin(), numbers.end())));
    EXPECT_EQ(in_seconds(waits(job)), in_seconds(expected)) << "the waits between the attempts";
  }
};

}  // namespace

#define RETRY_CRITERION(id) \
  class id : public RetryTest {}

RETRY_CRITERION(returns_the_first_result);

TEST_F(returns_the_first_result, OfTheFirstAttempt) {
  const Json value = result();
  auto job = fails(0, value);
  EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), AllOf(returned(value), took(0s)));
  EXPECT_EQ(job.started(), 1u) << "attempts, the first of which had a result";
}

TEST_F(returns_the_first_result, AfterOneFailure) {
  const Json value = result();
  auto job = fails(1, value);
  EXPECT_THAT(subject.call(kRetry, job, retries(4), no_chance()), returned(value));
  EXPECT_EQ(job.started(), 2u) << "attempts, the second of which had a result";
}

TEST_F(returns_the_first_result, AfterSeveralFailures) {
  const Json value = result();
  const int failures = number(2, 5);
  auto job = fails(failures, value);
  EXPECT_THAT(subject.call(kRetry, job, retries(9), no_chance()), returned(value));
  EXPECT_EQ(static_cast<int>(job.started()), failures + 1) << "attempts, the last of which had a result";
}

TEST_F(returns_the_first_result, AsSoonAsItIsThere) {
  const Json value = result();
  const auto duration = milliseconds(number(1'000, 8'999)) + microseconds(567);
  auto job = operation("job").takes(duration).returns(value);
  EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), AllOf(returned(value), took(duration)));
}

TEST_F(returns_the_first_result, WhateverItIs) {
  for (const Json& value : std::vector<Json>{nullptr, false, 0, "", Json::array(), Json::object()}) {
    auto job = fails(1, value);
    EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), returned(value));
    EXPECT_EQ(job.started(), 2u) << "attempts, the second of which had a result";
  }
}

TEST_F(returns_the_first_result, OfEachOfSeveralCallsAtOnce) {
  std::vector<Json> expected;
  std::vector<Call> calls;
  for (int i = 0; i < 5; ++i) {
    expected.push_back(result());
    calls.push_back(subject.start(kRetry, fails(4 - i, expected.back()), retries(9), no_chance()));
  }
  for (std::size_t i = 0; i < calls.size(); ++i) EXPECT_THAT(calls[i].outcome(), returned(expected[i]));
}

TEST_F(returns_the_first_result, FromAServerThatBreaksOffTwice) {
  const Json answer = result();
  server.on("/pass").times(2).rst().then().json(answer);
  EXPECT_THAT(subject.call(kRetryFetch, server.url("/pass"), 5s, retries(9), no_chance()), returned(answer));
  EXPECT_THAT(server.journal(), requests("/pass", exactly(3)));
}

TEST_F(returns_the_first_result, AndLeavesNothingRunning) {
  EXPECT_THAT(subject.call(kRetry, fails(2), retries(3), no_chance()), returned());
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the result is there, and something still runs";
}

RETRY_CRITERION(gives_up_after_max_retries);

TEST_F(gives_up_after_max_retries, WhenEveryAttemptFails) {
  const int max_retries = number(2, 6);
  auto job = always_fails();
  EXPECT_THAT(subject.call(kRetry, job, retries(max_retries), no_chance()), threw("TransportError"));
  EXPECT_EQ(static_cast<int>(job.started()), max_retries + 1) << "attempts, with max_retries of " << max_retries;
}

TEST_F(gives_up_after_max_retries, WhenThereIsOne) {
  auto job = always_fails();
  EXPECT_THAT(subject.call(kRetry, job, retries(1), no_chance()), threw("TransportError"));
  EXPECT_EQ(job.started(), 2u) << "attempts, with max_retries of 1";
}

TEST_F(gives_up_after_max_retries, WhenThereAreNone) {
  auto job = always_fails();
  EXPECT_THAT(subject.call(kRetry, job, retries(0), no_chance()), threw("TransportError"));
  EXPECT_EQ(job.started(), 1u) << "attempts, with max_retries of 0";
}

TEST_F(gives_up_after_max_retries, AndNoSooner) {
  const Json value = result();
  const int max_retries = number(2, 6);
  EXPECT_THAT(subject.call(kRetry, fails(max_retries, value), retries(max_retries), no_chance()), returned(value))
      << "the last attempt that was allowed had a result";
}

TEST_F(gives_up_after_max_retries, WithTheLastErrorOfSeveral) {
  const std::string last = word();
  auto job = operation("job")
                 .throws("TransportError", word())
                 .then()
                 .throws("TransportError", word())
                 .then()
                 .throws("TransportError", last);
  EXPECT_THAT(subject.call(kRetry, job, retries(2), no_chance()), threw("TransportError", last))
      << "three attempts failed, each by an error of its own";
}

TEST_F(gives_up_after_max_retries, WithTheErrorAsItCame) {
  for (const char* type : {"TimeoutError", "ConnectError", "TransportError"}) {
    const std::string message = word();
    EXPECT_THAT(subject.call(kRetry, operation("job").throws(type, message), retries(1), no_chance()),
                threw(type, message));
  }
  const std::string message = word();
  EXPECT_THAT(subject.call(kRetry, operation("job").throws_status(503, message), retries(1), no_chance()),
              threw("StatusError", message));
}

TEST_F(gives_up_after_max_retries, WithoutAWaitAfterTheLastAttempt) {
  auto job = always_fails();
  const auto outcome = subject.call(kRetry, job, retries(3), no_chance());
  ASSERT_THAT(outcome, threw("TransportError"));
  EXPECT_EQ(describe(outcome.ended - *job.attempts().back().ended), describe(0s))
      << "time from the end of the last attempt to the end of the call";
}

TEST_F(gives_up_after_max_retries, AtOnceWhenThereAreNone) {
  EXPECT_THAT(subject.call(kRetry, always_fails(), retries(0), no_chance()), AllOf(threw("TransportError"), took(0s)));
}

TEST_F(gives_up_after_max_retries, OnAServerThatAlwaysBreaksOff) {
  server.on("/pass").rst();
  EXPECT_THAT(subject.call(kRetryFetch, server.url("/pass"), 2s, retries(2), no_chance()), threw("TransportError"));
  EXPECT_THAT(server.journal(), requests("/pass", exactly(3)));
}

RETRY_CRITERION(retries_transient_errors_only);

TEST_F(retries_transient_errors_only, WhichATimeoutIs) {
  auto job = operation("job").throws("TimeoutError", word()).then().returns(result());
  EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), returned()) << "the second attempt had a result";
}

TEST_F(retries_transient_errors_only, WhichARefusedConnectionIs) {
  auto job = operation("job").throws("ConnectError", word()).then().returns(result());
  EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), returned()) << "the second attempt had a result";
}

TEST_F(retries_transient_errors_only, WhichABrokenConnectionIs) {
  auto job = operation("job").throws("TransportError", word()).then().returns(result());
  EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), returned()) << "the second attempt had a result";
}

TEST_F(retries_transient_errors_only, WhichAStatusOf429Is) {
  auto job = operation("job").throws_status(429, word()).then().returns(result());
  EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), returned()) << "the second attempt had a result";
}

TEST_F(retries_transient_errors_only, WhichAStatusOf500AndMoreIs) {
  for (const int status : {500, 501, 502, 503, 504, 599}) {
    auto job = operation("job").throws_status(status, word()).then().returns(result());
    EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), returned())
        << "the first attempt failed with status " << status << ", the second had a result";
  }
}

TEST_F(retries_transient_errors_only, WhichAnyOtherStatusIsNot) {
  for (const int status : {400, 401, 404, 409, 428, 430, 499}) {
    const std::string message = word();
    auto job = operation("job").throws_status(status, message).then().returns(result());
    EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), AllOf(threw("StatusError", message), took(0s)))
        << "the status was " << status;
    EXPECT_EQ(job.started(), 1u) << "attempts, the first of which failed with status " << status;
  }
}

TEST_F(retries_transient_errors_only, WhichABodyThatIsNoJsonIsNot) {
  const std::string message = word();
  auto job = operation("job").throws("JsonError", message).then().returns(result());
  EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), AllOf(threw("JsonError", message), took(0s)));
  EXPECT_EQ(job.started(), 1u) << "attempts, the first of which failed with JsonError";
}

TEST_F(retries_transient_errors_only, WhichOtherErrorsOfTheKitAreNot) {
  for (const char* type : {"InvalidStateError", "Error"}) {
    const std::string message = word();
    auto job = operation("job").throws(type, message).then().returns(result());
    EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), threw(type, message));
    EXPECT_EQ(job.started(), 1u) << "attempts, the first of which failed with " << type;
  }
}

TEST_F(retries_transient_errors_only, WhichAnErrorOfTheCallersOwnIsNot) {
  const std::string message = word();
  auto job = operation("job").throws("std::runtime_error", message).then().returns(result());
  EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), threw("std::runtime_error", message));
  EXPECT_EQ(job.started(), 1u) << "attempts, the first of which failed with std::runtime_error";
}

TEST_F(retries_transient_errors_only, AlsoWhenAnotherErrorFollowsOne) {
  const std::string message = word();
  auto job = operation("job").throws("TimeoutError", word()).then().throws_status(404, message);
  EXPECT_THAT(subject.call(kRetry, job, retries(5), no_chance()), threw("StatusError", message));
  EXPECT_EQ(job.started(), 2u) << "attempts, the second of which failed with status 404";
}

TEST_F(retries_transient_errors_only, AsASilentServerShows) {
  const Json answer = result();
  server.on("/pass").hang().then().json(answer);
  EXPECT_THAT(subject.call(kRetryFetch, server.url("/pass"), 3s, retries(3), no_chance()), returned(answer))
      << "the server hung the first time only";
}

TEST_F(retries_transient_errors_only, AsABusyServerShows) {
  const Json answer = result();
  server.on("/pass").status(503).then().status(429).then().json(answer);
  EXPECT_THAT(subject.call(kRetryFetch, server.url("/pass"), 3s, retries(3), no_chance()), returned(answer))
      << "the server was busy twice";
}

TEST_F(retries_transient_errors_only, AsAMissingPageShows) {
  server.on("/pass").status(404);
  EXPECT_THAT(subject.call(kRetryFetch, server.url("/pass"), 3s, retries(3), no_chance()), threw("StatusError"));
  EXPECT_THAT(server.journal(), requests("/pass", exactly(1)));
}

RETRY_CRITERION(doubles_the_wait);

TEST_F(doubles_the_wait, BeforeEachRetry) {
  const auto first = seconds(number(2, 9));
  expect_waits({first, 2 * first, 4 * first, 8 * first, 16 * first}, first, 1h);
}

TEST_F(doubles_the_wait, AlsoWhenItIsShort) {
  const auto first = milliseconds(number(5, 400));
  expect_waits({first, 2 * first, 4 * first, 8 * first}, first, 10s);
}

TEST_F(doubles_the_wait, UpToTheCap) { expect_waits({3s, 6s, 10s, 10s, 10s}, 3s, 10s); }

TEST_F(doubles_the_wait, UpToACapThatADelayMeetsExactly) { expect_waits({2s, 4s, 8s, 8s}, 2s, 8s); }

TEST_F(doubles_the_wait, UnlessTheFirstDelayIsBeyondTheCap) { expect_waits({7s, 7s, 7s}, 20s, 7s); }

TEST_F(doubles_the_wait, CountedFromTheEndOfAnAttempt) {
  auto job = operation("job");
  for (const auto duration : {3s, 1s, 9s}) job.takes(duration).throws("TransportError", word()).then();
  job.returns(true);
  subject.call(kRetry, job, policy(5, 2s, 1min, 0), no_chance());
  EXPECT_EQ(in_seconds(waits(job)), in_seconds({2s, 4s, 8s})) << "the waits, each from the end of an attempt";
}

TEST_F(doubles_the_wait, AHundredTimes) {
  const int failures = number(90, 110);
  const Json value = result();
  auto job = fails(failures, value);
  EXPECT_THAT(subject.call(kRetry, job, policy(200, 1s, 4s, 0), no_chance()), returned(value));
  std::vector<Duration> expected(static_cast<std::size_t>(failures), 4s);
  expected[0] = 1s;
  expected[1] = 2s;
  EXPECT_TRUE(in_seconds(waits(job)) == in_seconds(expected))
      << "after the first two waits all should have been of 4 s, the cap, and one was not";
}

TEST_F(doubles_the_wait, OfEachCallFromTheStart) {
  auto first = fails(3);
  auto second = fails(3);
  auto one = subject.start(kRetry, first, policy(5, 1s, 1min, 0), no_chance());
  auto other = subject.start(kRetry, second, policy(5, 5s, 1min, 0), no_chance());
  one.outcome();
  other.outcome();
  EXPECT_EQ(in_seconds(waits(first)), in_seconds({1s, 2s, 4s})) << "the waits of one of two calls at once";
  EXPECT_EQ(in_seconds(waits(second)), in_seconds({5s, 10s, 20s})) << "the waits of the other of two calls at once";
  expect_waits({1s, 2s}, 1s, 1min);
}

TEST_F(doubles_the_wait, AsAServerSees) {
  server.on("/pass").times(3).rst().then().json(result());
  subject.call(kRetryFetch, server.url("/pass"), 5s, policy(5, 4s, 10s, 0), no_chance());
  EXPECT_EQ(in_seconds(server.journal().spacing("/pass")), in_seconds({4s, 8s, 10s}))
      << "the times between the requests";
}

TEST_F(doubles_the_wait, AlsoInRealTime) {
  World real{Time::kReal};
  auto job = operation("job").throws("TransportError", "reset").then().throws("TransportError", "reset").then();
  EXPECT_THAT(real.subject.call(kRetry, job.returns(true), policy(3, 40ms, 1s, 0), values("random", {0.0})),
              AllOf(returned(true), took_at_least(120ms)));
}

RETRY_CRITERION(adds_jitter);

TEST_F(adds_jitter, ToEachWait) {
  expect_jittered({10'500ms, 20'500ms, 40s, 83s}, policy(9, 10s, 1h, 0.1), {0.5, 0.25, 0.0, 0.375});
}

TEST_F(adds_jitter, UpToTheShareThatIsAskedFor) {
  expect_jittered({10'100ms}, policy(9, 10s, 1h, 0.02), {0.5});
  expect_jittered({14s, 28s}, policy(9, 10s, 1h, 0.5), {0.8});
  expect_jittered({17'500ms}, policy(9, 10s, 1h, 1.0), {0.75});
}

TEST_F(adds_jitter, AtMost) { expect_jittered({11s, 22s}, policy(9, 10s, 1h, 0.1), {1.0}); }

TEST_F(adds_jitter, ThatHasNoPartInTheDoubling) {
  expect_jittered({10'800ms, 21'600ms, 43'200ms, 86'400ms}, policy(9, 10s, 1h, 0.1), {0.8});
}

TEST_F(adds_jitter, ButNotBeyondTheCap) {
  expect_jittered({4'200ms, 8'400ms, 10s, 10s}, policy(9, 4s, 10s, 0.1), {0.5});
}

TEST_F(adds_jitter, WhereOnlyTheJitterWouldGoBeyondTheCap) {
  expect_jittered({5s, 5s}, policy(9, 4s, 5s, 0.5), {0.9, 0.1});
}

TEST_F(adds_jitter, WhereTheDelayIsTheCap) { expect_jittered({8s, 8s}, policy(9, 8s, 8s, 0.1), {0.7}); }

TEST_F(adds_jitter, OfNothingIfAsked) { expect_jittered({10s, 20s, 40s}, policy(9, 10s, 1h, 0), {0.9}); }

TEST_F(adds_jitter, WithOneRandomNumberForEachWait) {
  const int failures = number(2, 5);
  auto random = values("random", {0.5});
  subject.call(kRetry, fails(failures), policy(9, 1s, 1h, 0.1), random);
  EXPECT_EQ(static_cast<int>(random.started()), failures) << "random numbers asked for, with that many waits";
}

TEST_F(adds_jitter, WithNoRandomNumberWhereThereIsNoWait) {
  auto random = values("random", {0.5});
  subject.call(kRetry, fails(0), policy(9, 1s, 1h, 0.1), random);
  EXPECT_EQ(random.started(), 0u) << "random numbers asked for; the first attempt had a result";
}

TEST_F(adds_jitter, AsAServerSees) {
  server.on("/pass").times(2).rst().then().json(result());
  subject.call(kRetryFetch, server.url("/pass"), 5s, policy(5, 20s, 1h, 0.1), values("random", {0.25, 0.75}));
  EXPECT_EQ(in_seconds(server.journal().spacing("/pass")), in_seconds({20'500ms, 43s}))
      << "the times between the requests";
}

RETRY_CRITERION(stops_when_cancelled);

TEST_F(stops_when_cancelled, DuringTheFirstAttempt) {
  auto job = operation("job").hangs();
  auto call = subject.start(kRetry, job, retries(3), no_chance());
  subject.advance(2s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(2s)));
  EXPECT_EQ(job.cancelled(), 1u) << "the attempt that was under way should have been cancelled";
  subject.advance(1min);
  EXPECT_EQ(job.started(), 1u) << "attempts; the caller was cancelled during the first";
}

TEST_F(stops_when_cancelled, DuringALaterAttempt) {
  auto job = operation("job").throws("TransportError", word()).then().hangs();
  auto call = subject.start(kRetry, job, retries(3), no_chance());
  subject.advance(5s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(5s)));
  subject.advance(1min);
  EXPECT_EQ(job.started(), 2u) << "attempts; the caller was cancelled during the second";
}

TEST_F(stops_when_cancelled, DuringTheLastAttempt) {
  auto job = operation("job").hangs();
  auto call = subject.start(kRetry, job, retries(0), no_chance());
  subject.advance(3s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(3s)));
}

TEST_F(stops_when_cancelled, DuringAWait) {
  auto job = fails(1);
  auto call = subject.start(kRetry, job, policy(3, 10s, 1min, 0), no_chance());
  subject.advance(4s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(4s)));
  subject.advance(1min);
  EXPECT_EQ(job.started(), 1u) << "attempts; the caller was cancelled during the wait after the first";
}

TEST_F(stops_when_cancelled, DuringALaterWait) {
  auto job = always_fails();
  auto call = subject.start(kRetry, job, policy(5, 10s, 1min, 0), no_chance());
  subject.advance(27s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(27s)));
  subject.advance(1min);
  EXPECT_EQ(job.started(), 2u) << "attempts; the caller was cancelled during the wait after the second";
}

TEST_F(stops_when_cancelled, AndLeavesNothingRunning) {
  auto waiting = subject.start(kRetry, always_fails(), policy(3, 10s, 1min, 0), no_chance());
  auto trying = subject.start(kRetry, operation("hangs").hangs(), retries(3), no_chance());
  subject.advance(4s);
  waiting.cancel();
  trying.cancel();
  EXPECT_THAT(waiting.outcome(), threw("CancelledError"));
  EXPECT_THAT(trying.outcome(), threw("CancelledError"));
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the calls are over, and something still runs";
}

TEST_F(stops_when_cancelled, AfterTheAttemptHasCleanedUp) {
  auto job = operation("job").hangs().cleanup_takes(3s);
  auto call = subject.start(kRetry, job, retries(3), no_chance());
  subject.advance(2s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(5s)))
      << "cancelled after 2 s, the attempt needs 3 s to clean up";
}

TEST_F(stops_when_cancelled, WhoeverThrewTheCancellation) {
  auto job = operation("job").throws("CancelledError", "").then().returns(true);
  EXPECT_THAT(subject.call(kRetry, job, retries(3), no_chance()), threw("CancelledError"))
      << "the operation itself ended with CancelledError";
  EXPECT_EQ(job.started(), 1u) << "attempts; the first ended with CancelledError";
}

TEST_F(stops_when_cancelled, InOneCallAndInNoOther) {
  const Json value = result();
  auto mine = subject.start(kRetry, fails(3, value), policy(5, 2s, 1min, 0), no_chance());
  auto other = subject.start(kRetry, always_fails(), policy(5, 2s, 1min, 0), no_chance());
  subject.advance(3s);
  other.cancel();
  EXPECT_THAT(other.outcome(), threw("CancelledError"));
  EXPECT_THAT(mine.outcome(), returned(value)) << "another call was cancelled, this one was not";
}

TEST_F(stops_when_cancelled, AsAServerSees) {
  server.on("/pass").rst().then().hang();
  auto call = subject.start(kRetryFetch, server.url("/pass"), 1min, policy(5, 2s, 1min, 0), no_chance());
  subject.advance(10s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(10s)));
  EXPECT_EQ(subject.left_behind().requests, 0u) << "the call is over, and its request is still open";
  subject.advance(1min);
  EXPECT_THAT(server.journal(), requests("/pass", exactly(2)));
}
