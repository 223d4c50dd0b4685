#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kFetch = "fetch_with_fallback";

class FallbackTest : public Test {
 protected:
  Json departures() { return {{"stop", word()}, {"in_minutes", number(1, 59)}}; }
  Json timetable() { return {{"every_minutes", number(5, 60)}, {"note", word()}}; }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }
};

}  // namespace

#define FALLBACK_CRITERION(id) \
  class id : public FallbackTest {}

FALLBACK_CRITERION(returns_the_answer);

TEST_F(returns_the_answer, WhenThereIsAFallback) {
  const Json answer = departures();
  server.on("/stop").json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), timetable(), 5s), returned(answer));
}

TEST_F(returns_the_answer, WhenThereIsNone) {
  const Json answer = departures();
  server.on("/stop").json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), std::nullopt, 5s), returned(answer));
}

TEST_F(returns_the_answer, WhenTheFallbackIsNull) {
  const Json answer = departures();
  server.on("/stop").json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), nullptr, 5s), returned(answer));
}

TEST_F(returns_the_answer, AsSoonAsItIsThere) {
  const Json answer = departures();
  const auto delay = odd_duration(1'000, 9'000);
  server.on("/stop").delay(delay).json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), timetable(), 5min), AllOf(returned(answer), took(delay)));
}

TEST_F(returns_the_answer, WhenItTakesMostOfTheLimit) {
  const auto limit = seconds(number(70, 120));
  const Json answer = departures();
  server.on("/stop").delay(limit * 9 / 10).json(answer);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), timetable(), limit), returned(answer))
      << "the answer came after nine tenths of the limit";
}

TEST_F(returns_the_answer, HoweverShortItIs) {
  for (const Json& answer : std::vector<Json>{nullptr, false, 0, "", Json::array(), Json::object()}) {
    server.on("/short").json(answer);
    EXPECT_THAT(subject.call(kFetch, server.url("/short"), timetable(), 5s), returned(answer))
        << "a short answer is an answer";
  }
}

FALLBACK_CRITERION(falls_back_on_a_timeout);

TEST_F(falls_back_on_a_timeout, WhenTheServerHangsBeforeTheHeaders) {
  const Json fallback = timetable();
  server.on("/slow").hang();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), fallback, 2s), returned(fallback));
}

TEST_F(falls_back_on_a_timeout, WhenTheServerHangsInTheMiddleOfTheBody) {
  const Json fallback = timetable();
  server.on("/slow").json(departures()).hang_mid_body();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), fallback, 2s), returned(fallback));
}

TEST_F(falls_back_on_a_timeout, WhenTheServerSendsOneByteAtATime) {
  const Json fallback = timetable();
  server.on("/slow").drip(1s).json({{"stop", word(120)}});
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), fallback, 5s), returned(fallback));
}

TEST_F(falls_back_on_a_timeout, AtTheMomentTheLimitPasses) {
  const Json fallback = timetable();
  server.on("/slow").hang();
  for (const Duration limit : {Duration(50ms), Duration(odd_duration(1'000, 9'000)), Duration(2min)}) {
    EXPECT_THAT(subject.call(kFetch, server.url("/slow"), fallback, limit), AllOf(returned(fallback), took(limit)));
  }
}

TEST_F(falls_back_on_a_timeout, WhateverTheFallbackLooksLike) {
  server.on("/slow").hang();
  for (const Json& fallback : std::vector<Json>{false, 0, "", Json::array(), Json::object(), {1, 2, {3}}}) {
    EXPECT_THAT(subject.call(kFetch, server.url("/slow"), fallback, 1s), returned(fallback))
        << "the fallback comes back as it was given";
  }
}

TEST_F(falls_back_on_a_timeout, WhileAnotherCallGetsItsAnswer) {
  const Json fallback = timetable();
  server.on("/slow").hang();
  server.on("/stop").delay(2s).json(departures());
  auto slow = subject.start(kFetch, server.url("/slow"), fallback, 3s);
  auto fast = subject.start(kFetch, server.url("/stop"), timetable(), 3s);
  fast.outcome();
  EXPECT_THAT(slow.outcome(), returned(fallback));
}

TEST_F(falls_back_on_a_timeout, AlsoInRealTime) {
  World real{Time::kReal};
  const Json fallback = timetable();
  real.server.on("/slow").hang();
  EXPECT_THAT(real.subject.call(kFetch, real.server.url("/slow"), fallback, 80ms),
              AllOf(returned(fallback), took_at_least(80ms)));
}

FALLBACK_CRITERION(accepts_null_as_a_fallback);

TEST_F(accepts_null_as_a_fallback, WhenTheServerHangs) {
  server.on("/slow").hang();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), nullptr, 2s), returned(nullptr))
      << "null was the fallback, and there was one";
}

TEST_F(accepts_null_as_a_fallback, WhenTheBodyNeverEnds) {
  server.on("/slow").json(departures()).hang_mid_body();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), nullptr, seconds(number(2, 9))), returned(nullptr))
      << "null was the fallback, and there was one";
}

FALLBACK_CRITERION(throws_without_a_fallback);

TEST_F(throws_without_a_fallback, WhenTheServerHangsBeforeTheHeaders) {
  server.on("/slow").hang();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), std::nullopt, 2s), threw("TimeoutError"))
      << "there was no fallback to return";
}

TEST_F(throws_without_a_fallback, WhenTheServerHangsInTheMiddleOfTheBody) {
  server.on("/slow").json(departures()).hang_mid_body();
  EXPECT_THAT(subject.call(kFetch, server.url("/slow"), std::nullopt, seconds(number(1, 9))), threw("TimeoutError"))
      << "there was no fallback to return";
}

TEST_F(throws_without_a_fallback, WhenAnotherCallHasOne) {
  const Json fallback = timetable();
  server.on("/slow").hang();
  auto with = subject.start(kFetch, server.url("/slow"), fallback, 2s);
  auto without = subject.start(kFetch, server.url("/slow"), std::nullopt, 2s);
  with.outcome();
  EXPECT_THAT(without.outcome(), threw("TimeoutError")) << "the fallback belonged to another call";
}

FALLBACK_CRITERION(lets_other_errors_through);

TEST_F(lets_other_errors_through, WhenTheConnectionIsRefused) {
  EXPECT_THAT(subject.call(kFetch, server.refused_url("/stop"), timetable(), 5s), threw("ConnectError"));
}

TEST_F(lets_other_errors_through, WhenTheConnectionBreaksOff) {
  server.on("/fin").fin();
  server.on("/rst").rst();
  server.on("/half").json(departures()).truncated_fin();
  for (const char* path : {"/fin", "/rst", "/half"}) {
    EXPECT_THAT(subject.call(kFetch, server.url(path), timetable(), 5s), threw("TransportError"));
  }
}

TEST_F(lets_other_errors_through, WhenTheStatusIsAnError) {
  for (const int status : {404, 500, 503}) {
    server.on("/stop").json({{"error", word()}}).status(status);
    EXPECT_THAT(subject.call(kFetch, server.url("/stop"), timetable(), 5s), threw("StatusError"))
        << "the status was " << status;
  }
}

TEST_F(lets_other_errors_through, WhenTheBodyIsNoJson) {
  server.on("/stop").invalid_json();
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), timetable(), 5s), threw("JsonError"));
}

TEST_F(lets_other_errors_through, WhenTheErrorComesShortlyBeforeTheLimit) {
  server.on("/stop").delay(1'800ms).status(503);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), timetable(), 2s), threw("StatusError"));
}

TEST_F(lets_other_errors_through, WhenThereIsNoFallback) {
  server.on("/stop").status(503);
  EXPECT_THAT(subject.call(kFetch, server.url("/stop"), std::nullopt, 5s), threw("StatusError"));
  EXPECT_THAT(subject.call(kFetch, server.refused_url("/stop"), std::nullopt, 5s), threw("ConnectError"));
}

TEST_F(lets_other_errors_through, WhenTheCallerIsCancelled) {
  server.on("/slow").hang();
  auto call = subject.start(kFetch, server.url("/slow"), timetable(), 30s);
  subject.advance(2s);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError")) << "the limit had not passed when the caller was cancelled";
}
