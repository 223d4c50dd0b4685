#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::ElementsAre;

namespace {

/// The archive, and a client for it. Every test that does not speak of one of these numbers can do with them.
struct Policy {
  Duration attempt_limit = 7s;
  int max_retries = 2;
  Duration initial_delay = 1s;
  Duration max_delay = 20s;
  int failure_threshold = 3;
  Duration open_time = 40s;

  Json json() const {
    return {{"attempt_limit", attempt_limit.count()}, {"max_retries", max_retries},
            {"initial_delay", initial_delay.count()}, {"max_delay", max_delay.count()},
            {"failure_threshold", failure_threshold}, {"open_time", open_time.count()}};
  }
};

class ArchiveTest : public Test {
 protected:
  Json title() { return {{"title", word()}, {"seconds", number(100, 400)}}; }

  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  Json make(const Policy& policy) { return subject.call("make_resilient_client", policy.json()).value; }

  Outcome fetch(const Json& client, const std::string& path) { return subject.call("fetch", client, server.url(path)); }
  Call start(const Json& client, const std::string& path) { return subject.start("fetch", client, server.url(path)); }

  /// Requests that the server has got, on all paths or on one.
  std::size_t requests() const { return server.journal().count(); }
  std::size_t requests(const std::string& path) const { return server.journal().count(path); }

  /// Makes one request after the other fail until the breaker has opened; it has, at the moment this returns.
  void open(const Json& client, const Policy& policy) {
    server.on("/down").status(503);
    for (int i = 0; i < policy.failure_threshold; ++i) {
      ASSERT_THAT(fetch(client, "/down"), returned_nothing());
    }
  }

  /// The server is not asked, and the caller hears so at once.
  void expect_open(const Json& client) {
    const std::size_t before = requests();
    server.on("/up").json(title());
    EXPECT_THAT(fetch(client, "/up"), AllOf(returned_nothing(), took(0s))) << "the breaker is open";
    EXPECT_EQ(requests(), before) << "the breaker is open, and the server was asked";
  }

  void expect_closed(const Json& client) {
    const Json answer = title();
    server.on("/up").json(answer);
    EXPECT_THAT(fetch(client, "/up"), returned(answer)) << "the breaker is closed";
  }

  void expect_nothing_left() {
    EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the call is over, and something is still running";
  }
};

}  // namespace

#define ARCHIVE_CRITERION(id) \
  class id : public ArchiveTest {}

ARCHIVE_CRITERION(returns_the_answer);

TEST_F(returns_the_answer, WhenItComesAtOnce) {
  const Json client = make({});
  const Json answer = title();
  server.on("/next").json(answer);
  EXPECT_THAT(fetch(client, "/next"), AllOf(returned(answer), took(0s)));
  EXPECT_EQ(requests(), 1u) << "the first attempt was answered";
}

TEST_F(returns_the_answer, AsSoonAsItIsComplete) {
  const Json client = make({.attempt_limit = 60s});
  const Json answer = title();
  const auto delay = odd_duration(1'000, 50'000);
  server.on("/next").delay(delay).json(answer);
  EXPECT_THAT(fetch(client, "/next"), AllOf(returned(answer), took(delay)));
  expect_nothing_left();
}

TEST_F(returns_the_answer, WhateverItLooksLike) {
  const Json client = make({});
  const std::vector<Json> answers{nullptr, false, 0, "", Json::array(), Json::object(), word()};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::string path = "/short/" + std::to_string(i);
    server.on(path).json(answers[i]);
    EXPECT_THAT(fetch(client, path), returned(answers[i])) << "a short answer is an answer";
    EXPECT_EQ(requests(path), 1u) << "the first attempt was answered";
  }
}

TEST_F(returns_the_answer, OfTheSecondAttempt) {
  const Json client = make({});
  const Json answer = title();
  server.on("/next").status(503).then().json(answer);
  EXPECT_THAT(fetch(client, "/next"), returned(answer));
  EXPECT_EQ(requests(), 2u) << "the second attempt was answered";
}

TEST_F(returns_the_answer, OfTheLastAttempt) {
  const Json client = make({.max_retries = 4});
  const Json answer = title();
  server.on("/next").times(4).status(500).then().json(answer);
  EXPECT_THAT(fetch(client, "/next"), returned(answer));
}

TEST_F(returns_the_answer, OfTheLastAttemptWhenItIsNull) {
  const Json client = make({.max_retries = 1});
  server.on("/next").status(503).then().json(nullptr);
  EXPECT_THAT(fetch(client, "/next"), returned(nullptr)) << "null is an answer";
}

TEST_F(returns_the_answer, ToEachOfSeveralRequestsAtOnce) {
  const Json client = make({});
  std::vector<Json> answers;
  std::vector<Call> calls;
  for (int i = 0; i < 5; ++i) {
    const std::string path = "/next/" + std::to_string(i);
    answers.push_back(title());
    server.on(path).delay(seconds(5 - i)).json(answers.back());
    calls.push_back(start(client, path));
  }
  subject.settle();
  EXPECT_EQ(requests(), 5u) << "no time has passed, and this many requests should be there";
  for (std::size_t i = 0; i < calls.size(); ++i) EXPECT_THAT(calls[i].outcome(), returned(answers[i]));
}

TEST_F(returns_the_answer, AlsoInRealTime) {
  World real{Time::kReal};
  const Json client = real.subject.call("make_resilient_client", Policy{.initial_delay = 30ms}.json()).value;
  const Json answer = title();
  real.server.on("/next").status(503).then().delay(20ms).json(answer);
  EXPECT_THAT(real.subject.call("fetch", client, real.server.url("/next")),
              AllOf(returned(answer), took_at_least(50ms)));
}

ARCHIVE_CRITERION(limits_each_attempt);

TEST_F(limits_each_attempt, WhenTheServerHangs) {
  const auto limit = odd_duration(1'000, 9'000);
  const Json client = make({.attempt_limit = limit, .max_retries = 0});
  server.on("/next").hang();
  EXPECT_THAT(fetch(client, "/next"), took(limit)) << "there was one attempt, and it hung";
  expect_nothing_left();
  EXPECT_TRUE(server.client_left("/next")) << "the server should have seen its client leave, and has not";
}

TEST_F(limits_each_attempt, WhenTheServerHangsInTheMiddleOfTheBody) {
  const Json client = make({.attempt_limit = 90s, .max_retries = 0});
  server.on("/next").json(title()).hang_mid_body();
  EXPECT_THAT(fetch(client, "/next"), took(90s)) << "there was one attempt, and it hung";
  expect_nothing_left();
  EXPECT_TRUE(server.client_left("/next")) << "the server should have seen its client leave, and has not";
}

TEST_F(limits_each_attempt, WhileDataKeepsDrippingIn) {
  const Json client = make({.attempt_limit = 3'050ms, .max_retries = 0});
  server.on("/next").drip(100ms).json({{"title", word(200)}});
  EXPECT_THAT(fetch(client, "/next"), took(3'050ms))
      << "the limit is for the whole answer, however short the pauses between its bytes are";
}

TEST_F(limits_each_attempt, AndTheNextOneIsAnswered) {
  const Json client = make({.attempt_limit = 3s, .initial_delay = 2s});
  const Json answer = title();
  server.on("/next").hang().then().json(answer);
  EXPECT_THAT(fetch(client, "/next"), AllOf(returned(answer), took(5s)))
      << "the first attempt hung for 3 s, and the second one was answered at once";
}

TEST_F(limits_each_attempt, WhenAnAnswerTakesMostOfIt) {
  const Json client = make({.attempt_limit = 50s});
  const Json answer = title();
  server.on("/next").times(2).hang().then().delay(49s).json(answer);
  EXPECT_THAT(fetch(client, "/next"), returned(answer))
      << "two attempts had hung; the third has a limit of its own, and was answered in time";
}

TEST_F(limits_each_attempt, EachForAsLongAsTheOthers) {
  const Json client = make({.attempt_limit = 4s, .max_retries = 3, .initial_delay = 1s, .max_delay = 1s});
  server.on("/next").hang();
  EXPECT_THAT(fetch(client, "/next"), took(19s)) << "four attempts hung for 4 s each, with a second between them";
  EXPECT_THAT(server.journal().spacing("/next"), ElementsAre(5s, 5s, 5s));
  expect_nothing_left();
  EXPECT_TRUE(server.client_left("/next")) << "the server should have seen its client leave four times";
}

TEST_F(limits_each_attempt, InEachOfTwoClients) {
  const Json patient = make({.attempt_limit = 9s, .max_retries = 0});
  const Json hasty = make({.attempt_limit = 50ms, .max_retries = 0});
  server.on("/next").hang();
  auto slow = start(patient, "/next");
  auto fast = start(hasty, "/next");
  EXPECT_THAT(fast.outcome(), took(50ms));
  EXPECT_THAT(slow.outcome(), took(9s));
}

ARCHIVE_CRITERION(retries_with_backoff);

TEST_F(retries_with_backoff, AfterWaitsThatDouble) {
  const Json client = make({.max_retries = 5, .initial_delay = 3s, .max_delay = 10min});
  server.on("/next").status(503);
  fetch(client, "/next");
  EXPECT_THAT(server.journal().spacing("/next"), ElementsAre(3s, 6s, 12s, 24s, 48s))
      << "the times from each attempt to the next one";
}

TEST_F(retries_with_backoff, ToTheLastDigit) {
  const nanoseconds first = odd_duration(100, 900);
  const Json client = make({.max_retries = 3, .initial_delay = first});
  server.on("/next").status(503);
  fetch(client, "/next");
  EXPECT_THAT(server.journal().spacing("/next"), ElementsAre(first, 2 * first, 4 * first));
}

TEST_F(retries_with_backoff, UpToTheLongestWait) {
  const Json client = make({.max_retries = 6, .initial_delay = 2s, .max_delay = 9s});
  server.on("/next").status(503);
  fetch(client, "/next");
  EXPECT_THAT(server.journal().spacing("/next"), ElementsAre(2s, 4s, 8s, 9s, 9s, 9s)) << "no wait is longer than 9 s";
}

TEST_F(retries_with_backoff, WhenTheFirstWaitIsTooLongAlready) {
  const Json client = make({.max_retries = 2, .initial_delay = 8s, .max_delay = 5s});
  server.on("/next").status(503);
  fetch(client, "/next");
  EXPECT_THAT(server.journal().spacing("/next"), ElementsAre(5s, 5s)) << "no wait is longer than 5 s";
}

TEST_F(retries_with_backoff, AsOftenAsItMay) {
  for (const int retries : {1, 3, number(4, 9)}) {
    const Json client = make({.max_retries = retries, .initial_delay = 10ms});
    const std::string path = "/" + word();
    server.on(path).status(503);
    fetch(client, path);
    EXPECT_EQ(requests(path), std::size_t(retries) + 1) << "one attempt, and so many retries: " << retries;
  }
}

TEST_F(retries_with_backoff, NotAtAllWhenThereAreNoRetries) {
  const Json client = make({.max_retries = 0});
  server.on("/next").status(503);
  fetch(client, "/next");
  EXPECT_EQ(requests(), 1u) << "one attempt, and no retry";
}

TEST_F(retries_with_backoff, SixtyTimes) {
  const Json client = make({.max_retries = 60, .initial_delay = 1ms, .max_delay = 100ms});
  server.on("/next").status(503);
  fetch(client, "/next");
  EXPECT_EQ(requests(), 61u) << "one attempt, and sixty retries";
  const auto gaps = server.journal().spacing("/next");
  ASSERT_FALSE(gaps.empty());
  EXPECT_EQ(describe(gaps.back()), describe(Duration(100ms))) << "the last wait is as long as a wait can be";
}

TEST_F(retries_with_backoff, WhateverKindOfFailureAnotherAttemptMayMend) {
  const Json client = make({.max_retries = 1});
  const Json answer = title();
  server.on("/fin").fin().then().json(answer);
  server.on("/rst").rst().then().json(answer);
  server.on("/half").truncated_fin().then().json(answer);
  for (const char* path : {"/fin", "/rst", "/half"}) {
    EXPECT_THAT(fetch(client, path), returned(answer)) << "the attempt before had failed at " << path;
  }
}

TEST_F(retries_with_backoff, WhateverStatusAnotherAttemptMayMend) {
  const Json client = make({.max_retries = 1});
  for (const int status : {429, 500, 502, 503, 504, 599}) {
    const std::string path = "/" + std::to_string(status);
    const Json answer = title();
    server.on(path).status(status).then().json(answer);
    EXPECT_THAT(fetch(client, path), returned(answer)) << "the attempt before had the status " << status;
  }
}

TEST_F(retries_with_backoff, EachRequestFromTheBeginning) {
  const Json client = make({.max_retries = 2, .initial_delay = 3s, .failure_threshold = 100});
  for (const char* path : {"/first", "/second"}) {
    server.on(path).status(503);
    fetch(client, path);
    EXPECT_THAT(server.journal().spacing(path), ElementsAre(3s, 6s)) << "for each request the waits begin anew";
  }
}

TEST_F(retries_with_backoff, EachOfSeveralRequestsAtOnce) {
  const Json client = make({.max_retries = 2, .initial_delay = 3s, .failure_threshold = 100});
  server.on("/first").status(503);
  server.on("/second").delay(1s).status(503);
  auto first = start(client, "/first");
  auto second = start(client, "/second");
  first.outcome();
  second.outcome();
  EXPECT_THAT(server.journal().spacing("/first"), ElementsAre(3s, 6s));
  EXPECT_THAT(server.journal().spacing("/second"), ElementsAre(4s, 7s)) << "each answer took a second";
}

ARCHIVE_CRITERION(gives_up_gracefully);

TEST_F(gives_up_gracefully, AtTheMomentTheLastAttemptFails) {
  const Json client = make({.max_retries = 2, .initial_delay = 3s});
  server.on("/next").status(503);
  EXPECT_THAT(fetch(client, "/next"), AllOf(returned_nothing(), took(9s))) << "after the last attempt there is no wait";
}

TEST_F(gives_up_gracefully, WhenTheServerHangs) {
  const Json client = make({.attempt_limit = 2s, .max_retries = 1});
  server.on("/next").hang();
  EXPECT_THAT(fetch(client, "/next"), AllOf(returned_nothing(), took(5s)));
}

TEST_F(gives_up_gracefully, WhenThereIsOneAttempt) {
  const Json client = make({.max_retries = 0});
  server.on("/next").status(503);
  EXPECT_THAT(fetch(client, "/next"), AllOf(returned_nothing(), took(0s)));
}

TEST_F(gives_up_gracefully, WhenTheConnectionIsRefused) {
  const Json client = make({.max_retries = 1, .initial_delay = 3s});
  EXPECT_THAT(subject.call("fetch", client, server.refused_url("/next")), AllOf(returned_nothing(), took(3s)))
      << "there were two attempts, with a wait of 3 s between them";
}

TEST_F(gives_up_gracefully, WhenEachAttemptFailsInItsOwnWay) {
  const Json client = make({.attempt_limit = 1s, .max_retries = 4});
  server.on("/next").hang().then().rst().then().status(429).then().fin().then().status(500);
  EXPECT_THAT(fetch(client, "/next"), returned_nothing());
  EXPECT_EQ(requests(), 5u) << "one attempt, and four retries";
}

TEST_F(gives_up_gracefully, ButThrowsAStatusThatWillStay) {
  for (const int status : {400, 401, 404, 409, 428, 430, 499}) {
    const Json client = make({});
    const std::string path = "/" + std::to_string(status);
    server.on(path).status(status);
    EXPECT_THAT(fetch(client, path), AllOf(threw("StatusError"), took(0s))) << "the status was " << status;
    EXPECT_EQ(requests(path), 1u) << "no further attempt mends the status " << status;
  }
}

TEST_F(gives_up_gracefully, ButThrowsWhenTheBodyIsNoJson) {
  const Json client = make({});
  server.on("/next").invalid_json();
  EXPECT_THAT(fetch(client, "/next"), AllOf(threw("JsonError"), took(0s)));
  EXPECT_EQ(requests(), 1u) << "no further attempt mends this answer";
}

TEST_F(gives_up_gracefully, ButThrowsWhenThereIsNoUrl) {
  const Json client = make({});
  EXPECT_THAT(subject.call("fetch", client, word()), AllOf(threw("UrlError"), took(0s)));
}

TEST_F(gives_up_gracefully, ButThrowsWhatALaterAttemptMeets) {
  const Json client = make({.max_retries = 3, .initial_delay = 2s});
  server.on("/next").status(503).then().status(404).then().json(title());
  EXPECT_THAT(fetch(client, "/next"), AllOf(threw("StatusError"), took(2s)))
      << "the second attempt was answered by a 404";
  EXPECT_EQ(requests(), 2u) << "the second attempt was answered by a 404";
}

TEST_F(gives_up_gracefully, AndLeavesNothingRunning) {
  const Json client = make({});
  server.on("/next").status(503);
  EXPECT_THAT(fetch(client, "/next"), returned_nothing());
  expect_nothing_left();
}

ARCHIVE_CRITERION(opens_after_failed_requests);

TEST_F(opens_after_failed_requests, AndReturnsNothingAtOnce) {
  const Policy policy;
  const Json client = make(policy);
  open(client, policy);
  for (int i = 0; i < 5; ++i) expect_open(client);
  expect_nothing_left();
}

TEST_F(opens_after_failed_requests, AtTheThresholdAndNoSooner) {
  for (const int threshold : {1, 2, number(4, 7)}) {
    const Policy policy{.max_retries = 0, .failure_threshold = threshold};
    const Json client = make(policy);
    const std::string path = "/" + word();
    server.on(path).status(503);
    for (int i = 0; i < threshold + 3; ++i) fetch(client, path);
    EXPECT_EQ(requests(path), std::size_t(threshold))
        << "every request failed, and the breaker opens after so many of them: " << threshold;
  }
}

TEST_F(opens_after_failed_requests, AndCountsRequestsRatherThanAttempts) {
  const Policy policy{.max_retries = 3, .failure_threshold = 2};
  const Json client = make(policy);
  server.on("/down").status(503);
  EXPECT_THAT(fetch(client, "/down"), returned_nothing());
  EXPECT_EQ(requests("/down"), 4u) << "one attempt, and three retries";
  expect_closed(client);
  fetch(client, "/down");
  expect_closed(client);
}

TEST_F(opens_after_failed_requests, AndCountsARequestOnceThatWasAnsweredInTheEnd) {
  const Policy policy{.max_retries = 3, .failure_threshold = 2};
  const Json client = make(policy);
  for (int i = 0; i < 4; ++i) {
    const std::string path = "/" + word();
    const Json answer = title();
    server.on(path).times(3).status(503).then().json(answer);
    EXPECT_THAT(fetch(client, path), returned(answer)) << "the requests before were answered at their last attempts";
  }
}

TEST_F(opens_after_failed_requests, InARow) {
  const Policy policy{.failure_threshold = 3};
  const Json client = make(policy);
  server.on("/down").status(503);
  for (int round = 0; round < 3; ++round) {
    fetch(client, "/down");
    fetch(client, "/down");
    expect_closed(client);
  }
  open(client, policy);
  expect_open(client);
}

TEST_F(opens_after_failed_requests, AndTakesAnErrorThatTheServerAnsweredForASuccess) {
  const Policy policy{.failure_threshold = 2};
  const Json client = make(policy);
  server.on("/down").status(503);
  server.on("/gone").status(404);
  server.on("/nonsense").invalid_json();
  for (const char* path : {"/gone", "/nonsense", "/gone"}) {
    fetch(client, "/down");
    EXPECT_THAT(fetch(client, path), threw(path == std::string("/gone") ? "StatusError" : "JsonError"))
        << "one request had failed, and the breaker opens after two in a row";
  }
  for (int i = 0; i < 4; ++i) fetch(client, "/gone");
  expect_closed(client);
}

TEST_F(opens_after_failed_requests, WhateverTheUrlAndTheFailure) {
  const Policy policy{.attempt_limit = 2s, .failure_threshold = 4};
  const Json client = make(policy);
  server.on("/hang").hang();
  server.on("/rst").rst();
  server.on("/busy").status(429);
  fetch(client, "/hang");
  fetch(client, "/rst");
  fetch(client, "/busy");
  subject.call("fetch", client, server.refused_url("/next"));
  expect_open(client);
}

TEST_F(opens_after_failed_requests, WhenTheyFailAtTheSameTime) {
  const Policy policy{.attempt_limit = 2s, .max_retries = 1, .failure_threshold = 4};
  const Json client = make(policy);
  server.on("/hang").hang();
  std::vector<Call> calls;
  for (int i = 0; i < 4; ++i) calls.push_back(start(client, "/hang"));
  for (Call& call : calls) EXPECT_THAT(call.outcome(), AllOf(returned_nothing(), took(5s)));
  EXPECT_EQ(requests("/hang"), 8u) << "four requests with two attempts each";
  expect_open(client);
}

TEST_F(opens_after_failed_requests, ForTheWholeOpenTime) {
  const auto open_time = odd_duration(20'000, 80'000);
  const Policy policy{.open_time = open_time};
  const Json client = make(policy);
  open(client, policy);
  subject.advance(open_time / 2);
  expect_open(client);
  subject.advance(open_time - open_time / 2 - 1us);
  expect_open(client);
}

TEST_F(opens_after_failed_requests, FromTheMomentTheLastOfThemFails) {
  const Policy policy{.attempt_limit = 9s, .max_retries = 1, .failure_threshold = 2, .open_time = 10s};
  const Json client = make(policy);
  server.on("/hang").hang();
  fetch(client, "/hang");
  fetch(client, "/hang");
  subject.advance(9s);
  expect_open(client);
}

TEST_F(opens_after_failed_requests, AndDoesNotStayOpenLongerForBeingAsked) {
  const Policy policy{.open_time = 20s};
  const Json client = make(policy);
  open(client, policy);
  for (int i = 0; i < 4; ++i) {
    subject.advance(4s);
    expect_open(client);
  }
  subject.advance(4s);
  expect_closed(client);
}

TEST_F(opens_after_failed_requests, InTheOneClientAndInNoOther) {
  const Policy policy;
  const Json client = make(policy);
  const Json other = make(policy);
  open(client, policy);
  expect_open(client);
  expect_closed(other);
}

ARCHIVE_CRITERION(probes_after_the_open_time);

TEST_F(probes_after_the_open_time, AtTheMomentItHasPassed) {
  const auto open_time = odd_duration(5'000, 90'000);
  const Policy policy{.open_time = open_time};
  const Json client = make(policy);
  open(client, policy);
  subject.advance(open_time);
  expect_closed(client);
}

TEST_F(probes_after_the_open_time, AndClosesWhenTheProbeSucceeds) {
  const Policy policy{.failure_threshold = 2};
  const Json client = make(policy);
  open(client, policy);
  subject.advance(policy.open_time + 5s);
  expect_closed(client);
  std::vector<Call> calls;
  for (int i = 0; i < 4; ++i) calls.push_back(start(client, "/up"));
  for (Call& call : calls)
    EXPECT_THAT(call.outcome(), returned()) << "the probe was answered, and the breaker is closed";
}

TEST_F(probes_after_the_open_time, AndCountsFromZeroWhenTheProbeSucceeds) {
  const Policy policy{.failure_threshold = 3};
  const Json client = make(policy);
  open(client, policy);
  subject.advance(policy.open_time);
  expect_closed(client);
  fetch(client, "/down");
  fetch(client, "/down");
  expect_closed(client);
  open(client, policy);
  expect_open(client);
}

TEST_F(probes_after_the_open_time, AndOpensAgainWhenTheProbeFails) {
  const Policy policy{.open_time = 50s};
  const Json client = make(policy);
  open(client, policy);
  for (int round = 0; round < 3; ++round) {
    subject.advance(50s);
    const std::size_t before = requests();
    EXPECT_THAT(fetch(client, "/down"), returned_nothing());
    EXPECT_EQ(requests() - before, 3u) << "the probe is a request like any other: one attempt, and two retries";
    expect_open(client);
  }
}

TEST_F(probes_after_the_open_time, AndStaysOpenForTheWholeTimeAgain) {
  const Policy policy{.attempt_limit = 8s, .max_retries = 0, .open_time = 30s};
  const Json client = make(policy);
  open(client, policy);
  subject.advance(30s);
  server.on("/hang").hang();
  EXPECT_THAT(fetch(client, "/hang"), AllOf(returned_nothing(), took(8s)));
  subject.advance(29'999ms);
  expect_open(client);
  subject.advance(1ms);
  expect_closed(client);
}

TEST_F(probes_after_the_open_time, WithOneRequestOnly) {
  const Policy policy;
  const Json client = make(policy);
  open(client, policy);
  subject.advance(policy.open_time);
  const Json answer = title();
  server.on("/next").delay(3s).json(answer);
  std::vector<Call> calls;
  for (int i = 0; i < 10; ++i) calls.push_back(start(client, "/next"));
  EXPECT_THAT(calls[0].outcome(), AllOf(returned(answer), took(3s))) << "the first of ten requests is the probe";
  for (std::size_t i = 1; i < calls.size(); ++i) {
    EXPECT_THAT(calls[i].outcome(), AllOf(returned_nothing(), took(0s))) << "the probe was under way";
  }
  EXPECT_EQ(requests("/next"), 1u) << "ten requests came at the same moment, and one of them is the probe";
}

TEST_F(probes_after_the_open_time, AndLetsNobodyElseThroughUntilTheProbeIsOver) {
  const Policy policy{.attempt_limit = 60s, .max_retries = 1, .initial_delay = 5s, .open_time = 10s};
  const Json client = make(policy);
  open(client, policy);
  subject.advance(10s);
  server.on("/next").delay(20s).status(503);
  auto probe = start(client, "/next");
  subject.advance(15s);
  expect_open(client);
  subject.advance(7s);
  ASSERT_FALSE(probe.done());
  expect_open(client);
  EXPECT_THAT(probe.outcome(), AllOf(returned_nothing(), took(45s)));
  expect_open(client);
}

TEST_F(probes_after_the_open_time, AndRetriesLikeAnyOtherRequest) {
  const Policy policy{.max_retries = 2, .initial_delay = 3s};
  const Json client = make(policy);
  open(client, policy);
  subject.advance(policy.open_time);
  const Json answer = title();
  server.on("/next").times(2).status(503).then().json(answer);
  EXPECT_THAT(fetch(client, "/next"), AllOf(returned(answer), took(9s)))
      << "the third attempt of the probe was answered";
  expect_closed(client);
}

TEST_F(probes_after_the_open_time, AndTakesAnErrorThatTheServerAnsweredForASuccess) {
  const Policy policy{.failure_threshold = 2};
  const Json client = make(policy);
  open(client, policy);
  subject.advance(policy.open_time);
  server.on("/gone").status(404);
  EXPECT_THAT(fetch(client, "/gone"), threw("StatusError")) << "the probe was answered by a 404";
  expect_closed(client);
  fetch(client, "/down");
  expect_closed(client);
}

TEST_F(probes_after_the_open_time, AgainAndAgain) {
  const Policy policy{.max_retries = 0, .failure_threshold = 1, .open_time = 6s};
  const Json client = make(policy);
  for (int round = 0; round < 4; ++round) {
    open(client, policy);
    expect_open(client);
    subject.advance(6s);
    expect_closed(client);
  }
}

ARCHIVE_CRITERION(heeds_a_cancellation);

TEST_F(heeds_a_cancellation, DuringAnAttempt) {
  const Json client = make({.attempt_limit = 30s});
  server.on("/next").hang();
  auto call = start(client, "/next");
  subject.advance(4s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(4s)));
  expect_nothing_left();
  EXPECT_TRUE(server.client_left("/next")) << "the server should have seen its client leave, and has not";
  subject.advance(2min);
  EXPECT_EQ(requests(), 1u) << "after a cancellation there is no further attempt";
}

TEST_F(heeds_a_cancellation, DuringAWait) {
  const Json client = make({.initial_delay = 10s});
  server.on("/next").status(503);
  auto call = start(client, "/next");
  subject.advance(4s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(4s)));
  expect_nothing_left();
  subject.advance(2min);
  EXPECT_EQ(requests(), 1u) << "after a cancellation there is no further attempt";
}

TEST_F(heeds_a_cancellation, ShortlyBeforeTheLimit) {
  const Json client = make({.attempt_limit = 5s});
  server.on("/next").hang();
  auto call = start(client, "/next");
  subject.advance(4'999ms);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(4'999ms)));
}

TEST_F(heeds_a_cancellation, AndCountsItAsNoFailure) {
  const Policy policy{.failure_threshold = 2};
  const Json client = make(policy);
  server.on("/hang").hang();
  for (int i = 0; i < 5; ++i) {
    auto call = start(client, "/hang");
    subject.advance(1s);
    call.cancel();
    EXPECT_THAT(call.outcome(), threw("CancelledError"));
  }
  expect_closed(client);
}

TEST_F(heeds_a_cancellation, AndCountsItAsNoSuccess) {
  const Policy policy{.failure_threshold = 2};
  const Json client = make(policy);
  server.on("/down").status(503);
  server.on("/hang").hang();
  fetch(client, "/down");
  auto call = start(client, "/hang");
  subject.advance(1s);
  call.cancel();
  EXPECT_THAT(call.outcome(), threw("CancelledError"));
  fetch(client, "/down");
  expect_open(client);
}

TEST_F(heeds_a_cancellation, OfTheProbe) {
  const Policy policy;
  const Json client = make(policy);
  open(client, policy);
  subject.advance(policy.open_time);
  server.on("/hang").hang();
  auto probe = start(client, "/hang");
  subject.advance(1s);
  probe.cancel();
  EXPECT_THAT(probe.outcome(), threw("CancelledError"));
  server.on("/next").delay(2s).json(title());
  auto next = start(client, "/next");
  auto other = start(client, "/next");
  EXPECT_THAT(other.outcome(), AllOf(returned_nothing(), took(0s)))
      << "the probe was cancelled, and the next request is one";
  EXPECT_THAT(next.outcome(), returned()) << "the probe was cancelled, and the next request is one";
  expect_closed(client);
}

TEST_F(heeds_a_cancellation, OfTheProbeWhileItWaits) {
  const Policy policy{.initial_delay = 10s};
  const Json client = make(policy);
  open(client, policy);
  subject.advance(policy.open_time);
  auto probe = start(client, "/down");
  subject.advance(4s);
  probe.cancel();
  EXPECT_THAT(probe.outcome(), AllOf(threw("CancelledError"), took(4s)));
  EXPECT_THAT(fetch(client, "/down"), returned_nothing());
  expect_open(client);
}

TEST_F(heeds_a_cancellation, OfAnOlderRequestDuringTheProbe) {
  const Policy policy{.attempt_limit = 2min, .max_retries = 0, .open_time = 5s};
  const Json client = make(policy);
  server.on("/hang").hang();
  auto older = start(client, "/hang");
  open(client, policy);
  subject.advance(5s);
  auto probe = start(client, "/hang");
  subject.advance(1s);
  older.cancel();
  EXPECT_THAT(older.outcome(), threw("CancelledError"));
  expect_open(client);
  probe.cancel();
  EXPECT_THAT(probe.outcome(), threw("CancelledError"));
  expect_closed(client);
}

TEST_F(heeds_a_cancellation, OfOneRequestAndOfNoOther) {
  const Json client = make({});
  const Json answer = title();
  server.on("/next").status(503).then().json(answer);
  server.on("/hang").hang();
  auto cancelled = start(client, "/hang");
  auto other = start(client, "/next");
  subject.settle();
  cancelled.cancel();
  EXPECT_THAT(cancelled.outcome(), threw("CancelledError"));
  EXPECT_THAT(other.outcome(), returned(answer)) << "another request was cancelled, this one was not";
}
