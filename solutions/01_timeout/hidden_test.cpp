#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kFetch = "fetch_with_timeout";

/// What every test here needs: an answer nobody can guess, and a server that never completes one.
class FetchTest : public Test {
 protected:
  Json departures() { return {{"stop", word()}, {"in_minutes", number(1, 59)}}; }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }
  /// The student's request to `path` was closed by the student's side.
  void expect_given_up(const std::string& path) {
    const LeftBehind left = subject.left_behind();
    ASSERT_EQ(left.requests, 0u) << "the call is over, and its request should be closed; it is still open";
    EXPECT_TRUE(server.client_left(path)) << "the server should have seen its client leave, and has not";
  }
};

}  // namespace

#define FETCH_CRITERION(id) \
  class id : public FetchTest {}

FETCH_CRITERION(returns_the_answer);

TEST_F(returns_the_answer, WhenItComesAtOnce) {
  const Json answer = departures();
  server.on("/stop").json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), 5s), returned(answer));
}

TEST_F(returns_the_answer, WhenItTakesMostOfALongLimit) {
  const Json answer = departures();
  const auto limit = seconds(number(70, 120));
  server.on("/stop").delay(limit * 9 / 10).json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), limit), returned(answer))
      << "the answer came after nine tenths of the limit";
}

TEST_F(returns_the_answer, WhenItTakesMostOfAShortLimit) {
  const Json answer = departures();
  const auto limit = milliseconds(number(30, 90) * 10);
  server.on("/stop").delay(limit * 9 / 10).json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), limit), returned(answer))
      << "the answer came after nine tenths of the limit";
}

TEST_F(returns_the_answer, WhenItDripsInButIsCompleteInTime) {
  const Json answer = departures();
  server.on("/stop").drip(20ms).json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), 20s), returned(answer))
      << "the answer came one byte at a time, and its last byte came in time";
}

TEST_F(returns_the_answer, AsSoonAsItIsComplete) {
  const Json answer = departures();
  const auto delay = odd_duration(1'000, 9'000);
  server.on("/stop").delay(delay).json(answer);
  const auto outcome = subject.call(kFetch, server.url("/stop"), 5min);
  EXPECT_THAT(outcome, returned(answer));
  EXPECT_THAT(outcome, took(delay)) << "there is no reason to wait once the answer is there";
}

TEST_F(returns_the_answer, WhateverItLooksLike) {
  const std::vector<Json> answers{nullptr,       false,          number(-99, 99), word(),
                                  Json::array(), Json::object(), {1, nullptr, 2}};
  for (const Json& answer : answers) {
    server.on("/any").json(answer);
    EXPECT_THAT(subject.call(kFetch, server.url("/any"), 5s), returned(answer));
  }
}

TEST_F(returns_the_answer, ToEachOfSeveralCallsAtOnce) {
  std::vector<Json> answers;
  std::vector<Call> calls;
  for (int i = 0; i < 5; ++i) {
    const std::string path = "/stop/" + std::to_string(i);
    answers.push_back(departures());
    server.on(path).delay(seconds(5 - i)).json(answers.back());
    calls.push_back(subject.start(kFetch, server.url(path), seconds(10 + i)));
  }
  for (std::size_t i = 0; i < calls.size(); ++i) EXPECT_THAT(calls[i].outcome(), returned(answers[i]));
}

TEST_F(returns_the_answer, AlsoInRealTime) {
  World real{Time::kReal};
  const Json answer = departures();
  real.server.on("/stop").delay(50ms).json(answer);
  const auto outcome = real.subject.call(kFetch, real.server.url("/stop"), 5s);
  EXPECT_THAT(outcome, returned(answer));
  EXPECT_THAT(outcome, took_at_least(50ms));
}

FETCH_CRITERION(times_out);

TEST_F(times_out, WhenTheServerHangsBeforeTheHeaders) {
  server.on("/slow").hang();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), seconds(number(1, 9))), threw("TimeoutError"));
}

TEST_F(times_out, WhenTheServerHangsAfterTheHeaders) {
  server.on("/slow").hang_after_headers();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), seconds(number(1, 9))), threw("TimeoutError"));
}

TEST_F(times_out, WhenTheServerHangsInTheMiddleOfTheBody) {
  server.on("/slow").json(departures()).hang_mid_body();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), seconds(number(1, 9))), threw("TimeoutError"));
}

TEST_F(times_out, WhenTheServerSendsOneByteAtATime) {
  server.on("/slow").drip(1s).json({{"stop", word(120)}});
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), seconds(number(2, 9))), threw("TimeoutError"))
      << "the answer would have been complete after two minutes";
}

TEST_F(times_out, WhenTheServerAcceptsTheConnectionAndNothingElse) {
  EXPECT_THAT(subject.call(kFetch, server.accept_hang_url(), seconds(number(1, 9))), threw("TimeoutError"));
}

TEST_F(times_out, InTheOneCallThatHangsAndInNoOther) {
  const Json answer = departures();
  server.on("/slow").hang();
  server.on("/stop").delay(2s).json(answer);
  auto slow = subject.start(kFetch, server.url("/slow"), 1s);
  auto fast = subject.start(kFetch, server.url("/stop"), 20s);
  EXPECT_THAT(slow.outcome(), threw("TimeoutError"));
  EXPECT_THAT(fast.outcome(), returned(answer)) << "another call ran out of time, this one did not";
}

FETCH_CRITERION(gives_up_the_connection);

TEST_F(gives_up_the_connection, WhenTheServerHangsBeforeTheHeaders) {
  server.on("/slow").hang();
  ASSERT_THAT(subject.call(kFetch, server.url("/slow"), 2s), threw("TimeoutError"));
  expect_given_up("/slow");
}

TEST_F(gives_up_the_connection, WhenTheServerHangsInTheMiddleOfTheBody) {
  server.on("/slow").json(departures()).hang_mid_body();
  ASSERT_THAT(subject.call(kFetch, server.url("/slow"), 2s), threw("TimeoutError"));
  expect_given_up("/slow");
}

TEST_F(gives_up_the_connection, WhenTheServerSendsOneByteAtATime) {
  server.on("/slow").drip(1s).json({{"stop", word(120)}});
  ASSERT_THAT(subject.call(kFetch, server.url("/slow"), 4s), threw("TimeoutError"));
  expect_given_up("/slow");
}

TEST_F(gives_up_the_connection, WhenTheAnswerWouldHaveComeLater) {
  server.on("/late").delay(10s).json(departures());
  ASSERT_THAT(subject.call(kFetch, server.url("/late"), 3s), threw("TimeoutError"));
  expect_given_up("/late");
}

TEST_F(gives_up_the_connection, InEveryOneOfManyCalls) {
  server.on("/slow").hang();
  std::vector<Call> calls;
  for (int i = 0; i < 8; ++i) calls.push_back(subject.start(kFetch, server.url("/slow"), seconds(1 + i)));
  for (Call& call : calls) ASSERT_THAT(call.outcome(), threw("TimeoutError"));
  expect_given_up("/slow");
}

TEST_F(gives_up_the_connection, WhenTheCallerIsCancelled) {
  server.on("/slow").hang();
  auto call = subject.start(kFetch, server.url("/slow"), 30s);
  subject.advance(2s);
  ASSERT_FALSE(call.done());
  call.cancel();
  ASSERT_NE(call.outcome().kind, Outcome::Kind::kHung);
  expect_given_up("/slow");
}

FETCH_CRITERION(obeys_the_limit_it_is_given);

TEST_F(obeys_the_limit_it_is_given, OfFiftyMilliseconds) {
  server.on("/slow").hang();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), 50ms), AllOf(threw("TimeoutError"), took(50ms)));
}

TEST_F(obeys_the_limit_it_is_given, OfTwoMinutes) {
  const auto limit = minutes(2);
  server.on("/slow").json(departures()).hang_mid_body();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), limit), AllOf(threw("TimeoutError"), took(limit)));
}

TEST_F(obeys_the_limit_it_is_given, ToItsLastDigit) {
  const auto limit = odd_duration(1'000, 9'990);
  server.on("/slow").hang_after_headers();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), limit), AllOf(threw("TimeoutError"), took(limit)));
}

TEST_F(obeys_the_limit_it_is_given, WhileDataKeepsDrippingIn) {
  const auto limit = odd_duration(2'000, 6'000);
  server.on("/drip").drip(100ms).json({{"stop", word(200)}});
  EXPECT_THAT(subject.call(kFetch, server.url("/drip"), limit), AllOf(threw("TimeoutError"), took(limit)))
      << "the limit is for the whole answer, however short the pauses between its bytes are";
}

TEST_F(obeys_the_limit_it_is_given, WhenDataBeginsToDripShortlyBeforeTheEnd) {
  const auto limit = odd_duration(5'000, 9'000);
  server.on("/drip").delay(limit - 500ms).drip(100ms).json({{"stop", word(200)}});
  EXPECT_THAT(subject.call(kFetch, server.url("/drip"), limit), AllOf(threw("TimeoutError"), took(limit)))
      << "the first byte does not start the limit again";
}

TEST_F(obeys_the_limit_it_is_given, InEachOfTwoCallsAtOnce) {
  const auto shorter = odd_duration(1'000, 2'000);
  const auto longer = odd_duration(3'000, 9'000);
  server.on("/slow").hang();
  auto patient = subject.start(kFetch, server.url("/slow"), longer);
  auto hasty = subject.start(kFetch, server.url("/slow"), shorter);
  EXPECT_THAT(hasty.outcome(), AllOf(threw("TimeoutError"), took(shorter)));
  EXPECT_THAT(patient.outcome(), AllOf(threw("TimeoutError"), took(longer)));
}

TEST_F(obeys_the_limit_it_is_given, AlsoInRealTime) {
  World real{Time::kReal};
  real.server.on("/slow").hang();
  EXPECT_THAT(real.subject.call(kFetch, real.server.url("/slow"), 80ms),
              AllOf(threw("TimeoutError"), took_at_least(80ms)));
}

FETCH_CRITERION(lets_other_errors_through);

TEST_F(lets_other_errors_through, WhenTheConnectionIsRefused) {
  EXPECT_THAT(subject.call(kFetch, server.refused_url("/stop"), 5s), threw("ConnectError"));
}

TEST_F(lets_other_errors_through, WhenTheServerClosesTheConnection) {
  server.on("/stop").fin();
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), 5s), threw("TransportError"));
}

TEST_F(lets_other_errors_through, WhenTheServerResetsTheConnection) {
  server.on("/stop").rst();
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), 5s), threw("TransportError"));
}

TEST_F(lets_other_errors_through, WhenTheBodyBreaksOff) {
  server.on("/stop").json(departures()).truncated_fin();
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), 5s), threw("TransportError"));
}

TEST_F(lets_other_errors_through, WhenTheStatusIsAnError) {
  for (const int status : {400, 404, 429, 500, 503}) {
    server.on("/stop").json({{"error", word()}}).status(status);
    EXPECT_THAT(subject.call(kFetch, server.url("/stop"), 5s), threw("StatusError")) << "the status was " << status;
  }
}

TEST_F(lets_other_errors_through, WhenTheErrorComesShortlyBeforeTheLimit) {
  server.on("/stop").delay(1'800ms).status(503);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), 2s), threw("StatusError"));
}

TEST_F(lets_other_errors_through, WhenTheBodyIsNoJson) {
  server.on("/stop").invalid_json();
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), 5s), threw("JsonError"));
}

TEST_F(lets_other_errors_through, WhenTheCallerIsCancelled) {
  server.on("/slow").hang();
  auto call = subject.start(kFetch, server.url("/slow"), 30s);
  subject.advance(2s);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError")) << "the limit had not passed when the caller was cancelled";
}

FETCH_CRITERION(leaves_nothing_running);

TEST_F(leaves_nothing_running, AfterAnAnswer) {
  const Json answer = departures();
  server.on("/stop").delay(1s).json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), 5min), returned(answer));
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the answer has come, and something is still running";
}

TEST_F(leaves_nothing_running, AfterATimeout) {
  server.on("/slow").hang();
  subject.call(kFetch, server.url("/slow"), 5s);
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the limit has passed, and something is still running";
}

TEST_F(leaves_nothing_running, AfterAnError) {
  server.on("/stop").status(503);
  subject.call(kFetch, server.url("/stop"), 5s);
  subject.call(kFetch, server.refused_url("/stop"), 5s);
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the fetch has failed, and something is still running";
}

TEST_F(leaves_nothing_running, AfterACancellation) {
  server.on("/slow").hang();
  auto call = subject.start(kFetch, server.url("/slow"), 30s);
  subject.advance(3s);
  call.cancel();
  call.outcome();
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the caller was cancelled, and something is still running";
}

TEST_F(leaves_nothing_running, AfterManyCallsAtOnce) {
  server.on("/stop").delay(1s).json(departures());
  server.on("/slow").json(departures()).hang_mid_body();
  std::vector<Call> calls;
  for (int i = 0; i < 10; ++i) calls.push_back(subject.start(kFetch, server.url(i % 2 == 0 ? "/stop" : "/slow"), 4s));
  for (Call& call : calls) call.outcome();
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "all calls are over, and something is still running";
}
