#include <algorithm>
#include <grader/proctor/proctor.hpp>
#include <utility>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kFetch = "fetch_multiple_sources";

Json failure(const std::string& type) { return {{"failure", type}}; }
Json failure(int status) { return {{"failure", "StatusError"}, {"status", status}}; }
const Json kTimeout = failure("TimeoutError");

/// Masts that measure snow. `urls` is the list for the call, and `readings` the map that should come of it.
class MastsTest : public Test {
 protected:
  Json reading() { return {{"cm", number(0, 400)}, {"observer", word()}}; }

  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  /// A path whose place in the alphabet is random.
  std::string new_path() { return "/" + word(); }

  /// Puts a mast on the list that answers after a while.
  std::string answering(Duration delay, const Json& answer) {
    const std::string path = new_path();
    server.on(path).delay(delay).json(answer);
    put(server.url(path), {{"answer", answer}});
    return path;
  }
  std::string answering(Duration delay = 0s) { return answering(delay, reading()); }

  /// Puts a mast on the list that never answers.
  std::string hanging() {
    const std::string path = new_path();
    server.on(path).hang();
    put(server.url(path), kTimeout);
    return path;
  }

  /// Puts a mast on the list that says no.
  std::string refusing(int status, Duration delay = 0s) {
    const std::string path = new_path();
    server.on(path).delay(delay).status(status);
    put(server.url(path), failure(status));
    return path;
  }

  void put(const std::string& url, const Json& what) {
    urls.push_back(url);
    readings[url] = what;
  }

  Outcome fetch(Duration limit = 5s) { return subject.call(kFetch, urls, limit); }

  void expect_nothing_left() {
    EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the call is over, and something is still running";
  }

  std::vector<std::string> urls;
  Json readings = Json::object();
};

}  // namespace

#define MASTS_CRITERION(id) \
  class id : public MastsTest {}

MASTS_CRITERION(has_an_entry_for_each_url);

TEST_F(has_an_entry_for_each_url, WhenThereIsOne) {
  answering();
  EXPECT_THAT(fetch(), returned(readings));
}

TEST_F(has_an_entry_for_each_url, WhenThereAreSeveral) {
  for (int i = 0; i < 4; ++i) answering();
  EXPECT_THAT(fetch(), returned(readings));
}

TEST_F(has_an_entry_for_each_url, WhenThereAreFifty) {
  for (int i = 0; i < 50; ++i) answering(milliseconds(number(0, 40)));
  EXPECT_THAT(fetch(2min), returned(readings));
}

TEST_F(has_an_entry_for_each_url, WhenThereIsNone) {
  EXPECT_THAT(fetch(), AllOf(returned(Json::object()), took(0s))) << "no URLs make an empty map, at once";
  EXPECT_EQ(server.journal().count(), 0u) << "there was no URL to ask";
}

TEST_F(has_an_entry_for_each_url, WhateverTheOrderOfTheAnswers) {
  std::vector<int> delays{400, 100, 500, 200, 300};
  std::shuffle(delays.begin(), delays.end(), random());
  for (const int delay : delays) answering(milliseconds(delay));
  EXPECT_THAT(fetch(20s), returned(readings)) << "each answer belongs to the URL that was asked for it";
}

TEST_F(has_an_entry_for_each_url, WhateverTheAnswerLooksLike) {
  const std::vector<Json> answers{nullptr, false, 0, "", Json::array(), Json::object(), {1, nullptr}, word()};
  for (const Json& answer : answers) answering(0s, answer);
  EXPECT_THAT(fetch(), returned(readings)) << "a short answer is an answer";
}

TEST_F(has_an_entry_for_each_url, WhenTheyDifferInTheirQueryOnly) {
  const std::string path = new_path();
  for (const std::string& day : {"mon", "tue", "wed"}) {
    const Json answer = reading();
    server.on(path).with_query("day", day).json(answer);
    put(server.url(path + "?day=" + day), {{"answer", answer}});
  }
  EXPECT_THAT(fetch(), returned(readings));
}

TEST_F(has_an_entry_for_each_url, InEachOfTwoCallsAtOnce) {
  answering(2s);
  answering(1s);
  auto first = subject.start(kFetch, urls, 20s);
  const Json first_readings = std::exchange(readings, Json::object());
  urls.clear();
  answering(3s);
  answering();
  auto second = subject.start(kFetch, urls, 20s);
  EXPECT_THAT(second.outcome(), returned(readings));
  EXPECT_THAT(first.outcome(), returned(first_readings));
}

TEST_F(has_an_entry_for_each_url, AlsoInRealTime) {
  World real{Time::kReal};
  const Json near = reading();
  const Json far = reading();
  real.server.on("/near").delay(20ms).json(near);
  real.server.on("/far").delay(60ms).json(far);
  const std::string near_url = real.server.url("/near");
  const std::string far_url = real.server.url("/far");
  const auto outcome = real.subject.call(kFetch, std::vector{near_url, far_url}, 5s);
  EXPECT_THAT(outcome, returned({{near_url, {{"answer", near}}}, {far_url, {{"answer", far}}}}));
  EXPECT_THAT(outcome, took_at_least(60ms));
}

MASTS_CRITERION(asks_once_and_all_together);

TEST_F(asks_once_and_all_together, WhenThereAreFifty) {
  for (int i = 0; i < 50; ++i) answering(1s);
  EXPECT_THAT(fetch(20s), AllOf(returned(readings), took(1s))) << "fifty answers took a second each, at the same time";
  EXPECT_EQ(server.journal().max_in_flight(), 50u) << "this many requests should have been open at the same time";
}

TEST_F(asks_once_and_all_together, AndTakesAsLongAsTheSlowest) {
  const auto slowest = odd_duration(3'100, 4'900);
  answering(1s);
  answering(slowest);
  answering(3s);
  EXPECT_THAT(fetch(20s), AllOf(returned(readings), took(slowest)));
}

TEST_F(asks_once_and_all_together, WhenSomeFail) {
  refusing(404, 2s);
  answering(4s);
  refusing(503, 1s);
  answering(3s);
  fetch(20s);
  EXPECT_EQ(server.journal().max_in_flight(), 4u) << "this many requests should have been open at the same time";
}

TEST_F(asks_once_and_all_together, WhenOneIsNamedTwice) {
  const std::string path = answering(1s);
  urls.push_back(urls.front());
  EXPECT_THAT(fetch(), returned(readings));
  EXPECT_EQ(server.journal().count(path), 1u) << "a URL that is named twice should be requested once";
}

TEST_F(asks_once_and_all_together, WhenSomeAreNamedAgainAndAgain) {
  std::vector<std::string> paths;
  for (int i = 0; i < 3; ++i) paths.push_back(answering(seconds(1 + i)));
  const std::vector<std::string> once = urls;
  for (int i = 0; i < 3; ++i) urls.insert(urls.end(), once.begin(), once.end());
  std::shuffle(urls.begin(), urls.end(), random());
  EXPECT_THAT(fetch(20s), AllOf(returned(readings), took(3s)));
  for (const std::string& path : paths) {
    EXPECT_EQ(server.journal().count(path), 1u) << "a URL that is named four times should be requested once";
  }
}

TEST_F(asks_once_and_all_together, WhenOneThatFailsIsNamedTwice) {
  const std::string path = refusing(503, 1s);
  answering(2s);
  urls.push_back(urls.front());
  fetch();
  EXPECT_EQ(server.journal().count(path), 1u) << "a URL that is named twice should be requested once";
}

TEST_F(asks_once_and_all_together, AndWaitsForNoneBeforeItAsksTheNext) {
  for (int i = 0; i < 5; ++i) hanging();
  auto call = subject.start(kFetch, urls, 30s);
  subject.settle();
  EXPECT_EQ(server.journal().count(), 5u) << "no time has passed, and this many requests should be there";
  call.outcome();
}

MASTS_CRITERION(keeps_failures_in_their_place);

TEST_F(keeps_failures_in_their_place, WhenTheStatusIsAnError) {
  for (const int status : {400, 404, 429, 500, 503}) refusing(status);
  answering();
  EXPECT_THAT(fetch(), returned(readings)) << "a status of 400 or more is a failure, and says which";
}

TEST_F(keeps_failures_in_their_place, WhenTheConnectionIsRefused) {
  put(server.refused_url(new_path()), failure("ConnectError"));
  answering();
  EXPECT_THAT(fetch(), returned(readings));
}

TEST_F(keeps_failures_in_their_place, WhenTheConnectionBreaksOff) {
  server.on("/fin").fin();
  server.on("/rst").rst();
  server.on("/half").json(reading()).truncated_fin();
  for (const char* path : {"/fin", "/rst", "/half"}) put(server.url(path), failure("TransportError"));
  answering();
  EXPECT_THAT(fetch(), returned(readings));
}

TEST_F(keeps_failures_in_their_place, WhenTheBodyIsNoJson) {
  server.on("/nonsense").invalid_json();
  put(server.url("/nonsense"), failure("JsonError"));
  answering();
  EXPECT_THAT(fetch(), returned(readings));
}

TEST_F(keeps_failures_in_their_place, WhenATextIsNoUrl) {
  put(word(), failure("UrlError"));
  answering();
  EXPECT_THAT(fetch(), returned(readings));
}

TEST_F(keeps_failures_in_their_place, WhenTheLimitPasses) {
  hanging();
  EXPECT_THAT(fetch(), returned(readings));
}

TEST_F(keeps_failures_in_their_place, WhenEachFailsInItsOwnWay) {
  put(server.refused_url(new_path()), failure("ConnectError"));
  server.on("/rst").rst_after(1s);
  put(server.url("/rst"), failure("TransportError"));
  server.on("/nonsense").delay(2s).invalid_json();
  put(server.url("/nonsense"), failure("JsonError"));
  refusing(404, 3s);
  refusing(503);
  EXPECT_THAT(fetch(), returned(readings)) << "all of them failed, and each in its own way";
}

TEST_F(keeps_failures_in_their_place, WhenItComesFirst) {
  refusing(500);
  answering(3s);
  answering(1s);
  EXPECT_THAT(fetch(), returned(readings)) << "one failed at once, and the others answered later";
}

TEST_F(keeps_failures_in_their_place, WhenItComesLast) {
  answering(1s);
  refusing(500, 3s);
  answering(2s);
  EXPECT_THAT(fetch(), returned(readings));
}

TEST_F(keeps_failures_in_their_place, WhenItComesShortlyBeforeTheLimit) {
  refusing(503, 1'900ms);
  EXPECT_THAT(fetch(2s), returned(readings));
}

TEST_F(keeps_failures_in_their_place, AndLeavesNothingRunning) {
  refusing(503);
  answering(2s);
  put(server.refused_url(new_path()), failure("ConnectError"));
  EXPECT_THAT(fetch(5min), returned(readings));
  expect_nothing_left();
}

MASTS_CRITERION(limits_each_url_by_itself);

TEST_F(limits_each_url_by_itself, WhenOneHangs) {
  const auto limit = odd_duration(3'000, 9'000);
  answering(1s);
  hanging();
  answering(2s);
  EXPECT_THAT(fetch(limit), AllOf(returned(readings), took(limit))) << "the two that answered did so in time";
}

TEST_F(limits_each_url_by_itself, WhenManyHang) {
  for (int i = 0; i < 12; ++i) hanging();
  answering(3s);
  EXPECT_THAT(fetch(4s), AllOf(returned(readings), took(4s))) << "the limits of all of them pass at the same time";
}

TEST_F(limits_each_url_by_itself, WhenTheBodyNeverEnds) {
  server.on("/half").json(reading()).hang_mid_body();
  put(server.url("/half"), kTimeout);
  answering(1s);
  EXPECT_THAT(fetch(3s), AllOf(returned(readings), took(3s)));
}

TEST_F(limits_each_url_by_itself, WhenDataKeepsDrippingIn) {
  server.on("/drip").drip(100ms).json({{"observer", word(200)}});
  put(server.url("/drip"), kTimeout);
  answering(1s);
  EXPECT_THAT(fetch(3'050ms), AllOf(returned(readings), took(3'050ms)))
      << "the limit is for the whole answer, however short the pauses between its bytes are";
}

TEST_F(limits_each_url_by_itself, WhenAnswersTakeMostOfIt) {
  const auto limit = seconds(number(70, 110));
  for (int i = 0; i < 4; ++i) answering(limit * 9 / 10);
  hanging();
  EXPECT_THAT(fetch(limit), AllOf(returned(readings), took(limit)))
      << "four answers came after nine tenths of the limit, and each of them in time";
}

TEST_F(limits_each_url_by_itself, WhenTheLimitIsFiftyMilliseconds) {
  hanging();
  answering();
  EXPECT_THAT(fetch(50ms), AllOf(returned(readings), took(50ms)));
}

TEST_F(limits_each_url_by_itself, WhenAnAnswerComesTooLate) {
  const std::string path = answering(6s);
  readings[urls.front()] = kTimeout;
  answering(4s);
  EXPECT_THAT(fetch(5s), AllOf(returned(readings), took(5s)));
  expect_nothing_left();
  EXPECT_TRUE(server.client_left(path)) << "the server should have seen its client leave, and has not";
}

TEST_F(limits_each_url_by_itself, AndGivesUpTheRequestThatHangs) {
  const std::string path = hanging();
  answering(1s);
  EXPECT_THAT(fetch(2s), returned(readings));
  expect_nothing_left();
  EXPECT_TRUE(server.client_left(path)) << "the server should have seen its client leave, and has not";
}

TEST_F(limits_each_url_by_itself, InEachOfTwoCallsAtOnce) {
  hanging();
  answering(1s);
  auto patient = subject.start(kFetch, urls, 7s);
  auto hasty = subject.start(kFetch, urls, 3s);
  EXPECT_THAT(hasty.outcome(), AllOf(returned(readings), took(3s)));
  EXPECT_THAT(patient.outcome(), AllOf(returned(readings), took(7s)));
}

MASTS_CRITERION(stops_when_cancelled);

TEST_F(stops_when_cancelled, WhileAllOfThemHang) {
  for (int i = 0; i < 4; ++i) hanging();
  auto call = subject.start(kFetch, urls, 30s);
  subject.advance(2s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(2s)));
  expect_nothing_left();
  for (const auto& exchange : server.journal().snapshot()) {
    EXPECT_TRUE(server.client_left(exchange.request.path))
        << "the server should have seen its client leave, and has not";
  }
}

TEST_F(stops_when_cancelled, WhenSomeHaveAnswered) {
  answering(1s);
  const std::string path = hanging();
  answering();
  auto call = subject.start(kFetch, urls, 30s);
  subject.advance(2s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(2s)))
      << "the caller was cancelled before the map was complete";
  expect_nothing_left();
  EXPECT_TRUE(server.client_left(path)) << "the server should have seen its client leave, and has not";
}

TEST_F(stops_when_cancelled, WhenThereAreFifty) {
  for (int i = 0; i < 50; ++i) hanging();
  auto call = subject.start(kFetch, urls, 30s);
  subject.advance(1s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(1s)));
  expect_nothing_left();
}

TEST_F(stops_when_cancelled, ShortlyBeforeTheLimit) {
  hanging();
  hanging();
  auto call = subject.start(kFetch, urls, 4s);
  subject.advance(3'999ms);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(3'999ms)));
}

TEST_F(stops_when_cancelled, AndLeavesAnotherCallAlone) {
  answering(4s);
  auto cancelled = subject.start(kFetch, urls, 30s);
  auto other = subject.start(kFetch, urls, 30s);
  subject.advance(2s);
  cancelled.cancel();
  EXPECT_THAT(cancelled.outcome(), threw("CancelledError"));
  EXPECT_THAT(other.outcome(), returned(readings)) << "another call was cancelled, this one was not";
}
