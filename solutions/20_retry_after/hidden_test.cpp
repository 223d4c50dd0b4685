#include <grader/proctor/proctor.hpp>
#include <mock_server/http_date.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;

namespace {

constexpr auto kFetch = "fetch_when_ready";

/// A moment on the server's calendar, which has nothing to do with today.
constexpr sys_seconds kMonday = sys_days(year(2031) / 3 / 10) + std::chrono::hours(6);

std::string text(sys_seconds date) { return mock_server::http_date(date); }

class TicketsTest : public Test {
 protected:
  Json tickets() { return {{"group", word()}, {"seats", number(10, 40)}}; }

  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  Outcome fetch(const std::string& path, Duration total_limit = 10min, Duration default_delay = 11s) {
    return subject.call(kFetch, server.url(path), total_limit, default_delay);
  }

  /// A path that says once when to come back, and then gives the tickets.
  std::string busy_once(const std::string& retry_after, const Json& answer) {
    const std::string path = "/" + word();
    server.on(path).status(429).header("Retry-After", retry_after).then().json(answer);
    return path;
  }

  /// The same with a date, and the time at which the server says so.
  std::string busy_once(const std::string& retry_after, const std::string& date, const Json& answer) {
    const std::string path = "/" + word();
    server.on(path).status(429).header("Retry-After", retry_after).header("Date", date).then().json(answer);
    return path;
  }

  /// A path that says when to come back, more often than anybody should ask.
  std::string busy(const std::string& retry_after) {
    const std::string path = "/" + word();
    server.on(path).times(9).status(429).header("Retry-After", retry_after).then().json(tickets());
    return path;
  }

  std::size_t requests(const std::string& path) const { return server.journal().count(path); }

  void expect_waited(const std::string& retry_after, const std::string& date, Duration wait) {
    const Json answer = tickets();
    EXPECT_THAT(fetch(busy_once(retry_after, date, answer)), AllOf(returned(answer), took(wait)))
        << "the server said \"Retry-After: " << retry_after << "\" and \"Date: " << date << "\"";
  }

  void expect_default(const std::string& retry_after) {
    const Json answer = tickets();
    EXPECT_THAT(fetch(busy_once(retry_after, answer), 10min, 17s), AllOf(returned(answer), took(17s)))
        << "the server said \"Retry-After: " << retry_after << "\", and the default delay was 17 s";
  }

  void expect_too_long(const std::string& retry_after) {
    const std::string path = busy(retry_after);
    EXPECT_THAT(fetch(path), AllOf(threw("StatusError"), took(0s)))
        << "the server said \"Retry-After: " << retry_after << "\", and the deadline is in 10 min";
    EXPECT_EQ(requests(path), 1u) << "there was no time for a further attempt";
  }

  void expect_nothing_left() {
    EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the call is over, and something is still running";
  }
};

}  // namespace

#define TICKETS_CRITERION(id) \
  class id : public TicketsTest {}

TICKETS_CRITERION(asks_again_when_told);

TEST_F(asks_again_when_told, After429) {
  const Json answer = tickets();
  const int wait = number(12, 99);
  EXPECT_THAT(fetch(busy_once(std::to_string(wait), answer)), AllOf(returned(answer), took(seconds(wait))));
}

TEST_F(asks_again_when_told, After503) {
  const Json answer = tickets();
  const int wait = number(12, 99);
  server.on("/tickets").status(503).header("Retry-After", std::to_string(wait)).then().json(answer);
  EXPECT_THAT(fetch("/tickets"), AllOf(returned(answer), took(seconds(wait))));
}

TEST_F(asks_again_when_told, AsOftenAsItTakes) {
  const Json answer = tickets();
  auto& route = server.on("/tickets");
  std::vector<Duration> waits;
  for (int i = 0; i < 12; ++i) {
    waits.emplace_back(seconds(number(1, 20)));
    const auto count = std::chrono::duration_cast<seconds>(waits.back()).count();
    route.status(i % 2 == 0 ? 429 : 503).header("Retry-After", std::to_string(count)).then();
  }
  route.json(answer);
  EXPECT_THAT(fetch("/tickets"), returned(answer));
  EXPECT_THAT(server.journal().spacing("/tickets"), ::testing::ElementsAreArray(waits))
      << "the times from each attempt to the next one";
}

TEST_F(asks_again_when_told, CountingFromTheEndOfTheAnswer) {
  const Json answer = tickets();
  server.on("/tickets").delay(7s).status(429).header("Retry-After", "20").then().delay(4s).json(answer);
  EXPECT_THAT(fetch("/tickets"), AllOf(returned(answer), took(31s))) << "7 s, 20 s and 4 s";
}

TEST_F(asks_again_when_told, InDecimalDigits) {
  const Json answer = tickets();
  EXPECT_THAT(fetch(busy_once("0100", answer)), AllOf(returned(answer), took(100s)));
}

TEST_F(asks_again_when_told, AtOnceIfThatIsZeroOrLess) {
  for (const char* wait : {"0", "-1", "-30", "-99999999999999999999999999"}) {
    const Json answer = tickets();
    EXPECT_THAT(fetch(busy_once(wait, answer)), AllOf(returned(answer), took(0s)))
        << "the server said \"Retry-After: " << wait << '"';
  }
}

TEST_F(asks_again_when_told, WhateverItsDateIs) {
  expect_waited("40", "today", 40s);
  expect_waited("40", text(kMonday), 40s);
}

TEST_F(asks_again_when_told, ByAHeaderInAnyCase) {
  const Json answer = tickets();
  server.on("/tickets").status(429).header("retry-after", "20").then().json(answer);
  EXPECT_THAT(fetch("/tickets"), AllOf(returned(answer), took(20s)));
}

TEST_F(asks_again_when_told, ButNotAfterAnAnswer) {
  for (const Json& answer : std::vector<Json>{tickets(), nullptr, false, Json::array()}) {
    server.on("/tickets").json(answer).header("Retry-After", "20");
    EXPECT_THAT(fetch("/tickets"), AllOf(returned(answer), took(0s))) << "the status was 200";
  }
}

TEST_F(asks_again_when_told, ButNotAfterAnyOtherStatus) {
  for (const int status : {400, 404, 428, 430, 500, 502, 504}) {
    const std::string path = "/" + std::to_string(status);
    server.on(path).status(status).header("Retry-After", "20").then().json(tickets());
    EXPECT_THAT(fetch(path), AllOf(threw("StatusError"), took(0s))) << "the status was " << status;
    EXPECT_EQ(requests(path), 1u) << "the status was " << status;
  }
}

TEST_F(asks_again_when_told, ButNotAfterAnyOtherError) {
  server.on("/fin").fin();
  server.on("/rst").rst();
  server.on("/half").truncated_fin();
  server.on("/nonsense").invalid_json();
  for (const char* path : {"/fin", "/rst", "/half"}) {
    EXPECT_THAT(fetch(path), AllOf(threw("TransportError"), took(0s)));
    EXPECT_EQ(requests(path), 1u) << "the connection broke off";
  }
  EXPECT_THAT(fetch("/nonsense"), AllOf(threw("JsonError"), took(0s)));
  EXPECT_EQ(requests("/nonsense"), 1u) << "the answer was no JSON";
  EXPECT_THAT(subject.call(kFetch, server.refused_url("/tickets"), 10min, 11s), AllOf(threw("ConnectError"), took(0s)));
}

TEST_F(asks_again_when_told, ButNotAfterALaterError) {
  server.on("/tickets").status(429).header("Retry-After", "20").then().status(404).header("Retry-After", "20");
  EXPECT_THAT(fetch("/tickets"), AllOf(threw("StatusError"), took(20s)));
  EXPECT_EQ(requests("/tickets"), 2u) << "the second attempt was answered by a 404";
}

TEST_F(asks_again_when_told, InEachOfTwoCallsAtOnce) {
  const Json first = tickets();
  const Json second = tickets();
  auto slow = subject.start(kFetch, server.url(busy_once("50", first)), 10min, 1s);
  auto fast = subject.start(kFetch, server.url(busy_once("20", second)), 10min, 1s);
  EXPECT_THAT(fast.outcome(), AllOf(returned(second), took(20s)));
  EXPECT_THAT(slow.outcome(), AllOf(returned(first), took(50s)));
  expect_nothing_left();
}

TICKETS_CRITERION(understands_dates);

TEST_F(understands_dates, LaterOnTheSameDay) {
  const int wait = number(12, 99);
  expect_waited(text(kMonday + seconds(wait)), text(kMonday), seconds(wait));
}

TEST_F(understands_dates, OfAnyYear) {
  for (const int y : {1971, 1994, 2000, 2024, 2038, 2062}) {
    const sys_seconds now = sys_days(year(y) / 6 / number(10, 28)) + seconds(number(0, 80'000));
    const int wait = number(12, 99);
    expect_waited(text(now + seconds(wait)), text(now), seconds(wait));
  }
}

TEST_F(understands_dates, OfAnyMonth) {
  for (unsigned month = 1; month <= 12; ++month) {
    const sys_seconds now = sys_days(year(2033) / std::chrono::month(month) / std::chrono::last) + 23h + 59min + 45s;
    expect_waited(text(now + 40s), text(now), 40s);
  }
}

TEST_F(understands_dates, AcrossTheEndOfFebruary) {
  for (const int y : {2027, 2028, 2000}) {
    const sys_seconds now = sys_days(year(y) / 2 / 28) + 23h + 59min + 30s;
    expect_waited(text(now + 70s), text(now), 70s);
  }
}

TEST_F(understands_dates, FromOneHourToTheNext) {
  const sys_seconds now = kMonday + 59min + 58s;
  expect_waited(text(now + 185s), text(now), 185s);
}

TEST_F(understands_dates, AndAsksAtOnceWhenTheyArePast) {
  for (const seconds ago : {0s, 1s, 3'600s, 800'000'000s}) expect_waited(text(kMonday - ago), text(kMonday), 0s);
}

TEST_F(understands_dates, OfEachAnswerAnew) {
  const Json answer = tickets();
  server.on("/tickets")
      .status(503)
      .header("Retry-After", text(kMonday + 40s))
      .header("Date", text(kMonday))
      .then()
      .status(503)
      .header("Retry-After", text(kMonday + 65s))
      .header("Date", text(kMonday + 40s))
      .then()
      .json(answer);
  EXPECT_THAT(fetch("/tickets"), returned(answer));
  EXPECT_THAT(server.journal().spacing("/tickets"), ElementsAre(40s, 25s));
}

TEST_F(understands_dates, CountingFromTheEndOfTheAnswer) {
  const Json answer = tickets();
  server.on("/tickets")
      .delay(9s)
      .status(503)
      .header("Retry-After", text(kMonday + 30s))
      .header("Date", text(kMonday))
      .then()
      .json(answer);
  EXPECT_THAT(fetch("/tickets"), AllOf(returned(answer), took(39s))) << "the answer took 9 s, and the wait 30 s";
}

TEST_F(understands_dates, AndDoesNotWaitForOneAfterTheDeadline) {
  for (const std::string& then : {text(kMonday + 601s), std::string("Fri, 31 Dec 9999 23:59:59 GMT")}) {
    server.on("/tickets").times(9).status(503).header("Retry-After", then).header("Date", text(kMonday)).then().json(1);
    EXPECT_THAT(fetch("/tickets"), AllOf(threw("StatusError"), took(0s)))
        << "the server said \"Retry-After: " << then << "\" and \"Date: " << text(kMonday) << '"';
  }
  EXPECT_EQ(requests("/tickets"), 2u) << "there was no time for a further attempt in either call";
}

TICKETS_CRITERION(has_a_default_delay);

TEST_F(has_a_default_delay, WhenThereIsNoRetryAfter) {
  const Json answer = tickets();
  const auto delay = odd_duration(12'000, 99'000);
  server.on("/tickets").status(429).then().status(503).then().json(answer);
  EXPECT_THAT(fetch("/tickets", 10min, delay), returned(answer));
  EXPECT_THAT(server.journal().spacing("/tickets"), Each(Duration(delay))) << "the default delay, each time";
}

TEST_F(has_a_default_delay, WhenItIsNoNumber) {
  for (const char* wait : {"soon", "30 seconds", "1.5", "30s", "-", "--30", "3-0", "0x10", "1e3", "thirty"}) {
    expect_default(wait);
  }
}

TEST_F(has_a_default_delay, WhenItIsNoDate) {
  for (const char* then : {"Mon, 10 Foo 2031 06:00:30 GMT", "2031-03-10T06:00:30Z", "06:00:30"}) {
    const Json answer = tickets();
    EXPECT_THAT(fetch(busy_once(then, text(kMonday), answer), 10min, 17s), AllOf(returned(answer), took(17s)))
        << "the server said \"Retry-After: " << then << "\", and the default delay was 17 s";
  }
}

TEST_F(has_a_default_delay, WhenThereIsADateAndNoDateToCountFrom) { expect_default(text(kMonday)); }

TEST_F(has_a_default_delay, WhenTheDateToCountFromIsNone) {
  for (const char* now : {"today", "2031-03-10T06:00:00Z"}) {
    const Json answer = tickets();
    EXPECT_THAT(fetch(busy_once(text(kMonday + 30s), now, answer), 10min, 17s), AllOf(returned(answer), took(17s)))
        << "the server said \"Date: " << now << "\", and the default delay was 17 s";
  }
}

TEST_F(has_a_default_delay, AfterAnAnswerThatDidSay) {
  const Json answer = tickets();
  server.on("/tickets").status(429).header("Retry-After", "20").then().status(503).then().json(answer);
  EXPECT_THAT(fetch("/tickets", 10min, 13s), returned(answer));
  const auto gaps = server.journal().spacing("/tickets");
  ASSERT_EQ(gaps.size(), 2u) << "three attempts make two waits";
  EXPECT_EQ(describe(gaps.back()), describe(Duration(13s))) << "the wait after the second answer";
}

TEST_F(has_a_default_delay, AlsoInRealTime) {
  World real{Time::kReal};
  const Json answer = tickets();
  real.server.on("/tickets").times(2).status(503).then().json(answer);
  EXPECT_THAT(real.subject.call(kFetch, real.server.url("/tickets"), 60s, 40ms),
              AllOf(returned(answer), took_at_least(80ms)));
}

TICKETS_CRITERION(keeps_one_deadline);

TEST_F(keeps_one_deadline, WhenTheFirstAttemptHangs) {
  const auto limit = odd_duration(1'000, 90'000);
  server.on("/tickets").hang();
  EXPECT_THAT(fetch("/tickets", limit), AllOf(threw("TimeoutError"), took(limit)));
  expect_nothing_left();
  EXPECT_TRUE(server.client_left("/tickets")) << "the server should have seen its client leave, and has not";
}

TEST_F(keeps_one_deadline, WhenALaterAttemptHangs) {
  server.on("/tickets").times(3).status(429).header("Retry-After", "7").then().json(tickets()).hang_mid_body();
  EXPECT_THAT(fetch("/tickets", 40s), AllOf(threw("TimeoutError"), took(40s)))
      << "the limit is for all attempts and waits together";
  expect_nothing_left();
}

TEST_F(keeps_one_deadline, WhileDataKeepsDrippingIn) {
  server.on("/tickets").status(429).header("Retry-After", "3").then().drip(100ms).json({{"group", word(200)}});
  EXPECT_THAT(fetch("/tickets", 5'050ms), AllOf(threw("TimeoutError"), took(5'050ms)));
}

TEST_F(keeps_one_deadline, AndLetsAnAttemptUseWhatIsLeft) {
  const Json answer = tickets();
  server.on("/tickets").status(429).header("Retry-After", "20").then().delay(79s).json(answer);
  EXPECT_THAT(fetch("/tickets", 100s), AllOf(returned(answer), took(99s)))
      << "the answer was complete a second before the deadline";
}

TEST_F(keeps_one_deadline, AndBeginsNoWaitThatIsTooLong) {
  expect_too_long("601");
  expect_too_long("86400");
}

TEST_F(keeps_one_deadline, AndBeginsNoWaitThatIsFarTooLong) {
  expect_too_long("9999999999");
  expect_too_long("9223372036854775807");
  expect_too_long("99999999999999999999999999");
}

TEST_F(keeps_one_deadline, AndBeginsNoWaitThatEndsJustThen) { expect_too_long("600"); }

TEST_F(keeps_one_deadline, AndWaitsWhenThereIsTimeLeftAfterwards) {
  const Json answer = tickets();
  EXPECT_THAT(fetch(busy_once("30", answer), 30'001ms), AllOf(returned(answer), took(30s)))
      << "the wait ends a millisecond before the deadline";
}

TEST_F(keeps_one_deadline, AndBeginsNoDefaultDelayThatIsTooLong) {
  server.on("/tickets").times(9).status(503).then().json(tickets());
  EXPECT_THAT(fetch("/tickets", 20s, 30s), AllOf(threw("StatusError"), took(0s)))
      << "the default delay was 30 s, and the deadline is in 20 s";
}

TEST_F(keeps_one_deadline, CountingTheWaitsBefore) {
  const std::string path = busy("8");
  EXPECT_THAT(fetch(path, 30s), AllOf(threw("StatusError"), took(24s)))
      << "after three waits of 8 s there was no time for a fourth one";
  EXPECT_EQ(requests(path), 4u) << "one attempt, and one after each of three waits";
}

TEST_F(keeps_one_deadline, CountingTheTimeThatAnswersTake) {
  server.on("/tickets").times(9).delay(9s).status(429).header("Retry-After", "2").then().json(tickets());
  EXPECT_THAT(fetch("/tickets", 32s), AllOf(threw("StatusError"), took(31s)))
      << "three answers took 9 s each, with 2 s between them";
  EXPECT_EQ(requests("/tickets"), 3u) << "after the third answer there was 1 s left, and a wait of 2 s to come";
}

TEST_F(keeps_one_deadline, InEachOfTwoCallsAtOnce) {
  server.on("/tickets").hang();
  auto patient = subject.start(kFetch, server.url("/tickets"), 70s, 1s);
  auto hasty = subject.start(kFetch, server.url("/tickets"), 50ms, 1s);
  EXPECT_THAT(hasty.outcome(), AllOf(threw("TimeoutError"), took(50ms)));
  EXPECT_THAT(patient.outcome(), AllOf(threw("TimeoutError"), took(70s)));
}

TEST_F(keeps_one_deadline, UnlessTheCallerIsCancelledDuringAnAttempt) {
  server.on("/tickets").hang();
  auto call = subject.start(kFetch, server.url("/tickets"), 60s, 1s);
  subject.advance(4s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(4s)));
  expect_nothing_left();
  EXPECT_TRUE(server.client_left("/tickets")) << "the server should have seen its client leave, and has not";
}

TEST_F(keeps_one_deadline, UnlessTheCallerIsCancelledDuringAWait) {
  const std::string path = busy("30");
  auto call = subject.start(kFetch, server.url(path), 60s, 1s);
  subject.advance(4s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(4s)));
  expect_nothing_left();
  subject.advance(60s);
  EXPECT_EQ(requests(path), 1u) << "after a cancellation there is no further attempt";
}
