#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kFetch = "fetch_and_classify";

/// Matches an outcome with a detail that cannot be known beforehand, but has to say something.
MATCHER_P2(classified_in_words, kind, retryable,
           std::string("returned ") + kind + ", " + (retryable ? "" : "not ") +
               "retryable, with the words of the error as detail") {
  return arg.kind == Outcome::Kind::kReturned && arg.value.at("kind") == kind &&
         arg.value.at("retryable") == retryable && !arg.value.at("detail").template get<std::string>().empty();
}

auto classified(const std::string& kind, const std::string& detail, bool retryable) {
  return returned({{"kind", kind}, {"detail", detail}, {"retryable", retryable}});
}

/// Matches the outcome of a good answer, however its JSON is spaced.
MATCHER_P(answered, json, "returned kOk, not retryable, with the detail " + json.dump()) {
  return arg.kind == Outcome::Kind::kReturned && arg.value.at("kind") == "kOk" && arg.value.at("retryable") == false &&
         Json::parse(arg.value.at("detail").template get<std::string>(), nullptr, false) == json;
}

class ClassifyTest : public Test {
 protected:
  Json reading() { return {{"hut", word()}, {"wind", number(0, 140)}}; }
  std::string page() { return "<html><body><h1>" + word() + "</h1></body></html>"; }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }
  Outcome fetch(const std::string& path, Duration limit = 5s) { return subject.call(kFetch, server.url(path), limit); }
};

const auto timed_out = classified_in_words("kTimeout", true);
const auto refused = classified_in_words("kRefused", true);
const auto broken_off = classified_in_words("kBrokenOff", true);
const auto invalid_json = classified_in_words("kInvalidJson", false);

}  // namespace

#define CLASSIFY_CRITERION(id) \
  class id : public ClassifyTest {}

CLASSIFY_CRITERION(recognises_an_answer);

TEST_F(recognises_an_answer, WhenItComesAtOnce) {
  const Json answer = reading();
  server.on("/hut").json(answer);
  EXPECT_THAT(fetch("/hut"), answered(answer));
}

TEST_F(recognises_an_answer, AsSoonAsItIsThere) {
  const Json answer = reading();
  const auto delay = odd_duration(1'000, 9'000);
  server.on("/hut").delay(delay).json(answer);
  EXPECT_THAT(fetch("/hut", 1min), AllOf(answered(answer), took(delay)));
}

TEST_F(recognises_an_answer, ThatTakesMostOfAShortLimit) {
  const Json answer = reading();
  server.on("/hut").delay(450ms).json(answer);
  EXPECT_THAT(fetch("/hut", 500ms), answered(answer)) << "the answer came after nine tenths of the limit";
}

TEST_F(recognises_an_answer, WhateverItSays) {
  const std::vector<Json> answers{nullptr, false, number(-40, 40), word(), Json::array(), Json::object(), {1, {2}}};
  for (const Json& answer : answers) {
    server.on("/any").json(answer);
    EXPECT_THAT(fetch("/any"), answered(answer));
  }
}

TEST_F(recognises_an_answer, WhenTheContentTypeNamesACharacterSet) {
  const Json answer = reading();
  for (const char* type : {"application/json; charset=utf-8", "application/json;charset=UTF-8"}) {
    server.on("/hut").text(answer.dump(), type);
    EXPECT_THAT(fetch("/hut"), answered(answer)) << "the content type was " << type;
  }
}

TEST_F(recognises_an_answer, WithAnotherGoodStatus) {
  for (const int status : {201, 203, 299, 399}) {
    const Json answer = reading();
    server.on("/hut").json(answer).status(status);
    EXPECT_THAT(fetch("/hut"), answered(answer)) << "the status was " << status;
  }
}

TEST_F(recognises_an_answer, InOneCallWhileAnotherOneFails) {
  const Json answer = reading();
  server.on("/slow").hang();
  server.on("/hut").delay(3s).json(answer);
  subject.start(kFetch, server.url("/slow"), 1s);
  auto fast = subject.start(kFetch, server.url("/hut"), 20s);
  EXPECT_THAT(fast.outcome(), answered(answer)) << "another call ran out of time, this one did not";
}

CLASSIFY_CRITERION(recognises_a_timeout);

TEST_F(recognises_a_timeout, WhereverTheServerHangs) {
  server.on("/before").hang();
  server.on("/after").hang_after_headers();
  server.on("/middle").json(reading()).hang_mid_body();
  for (const char* path : {"/before", "/after", "/middle"}) {
    const auto limit = odd_duration(1'000, 9'000);
    EXPECT_THAT(fetch(path, limit), AllOf(timed_out, took(limit)));
  }
}

TEST_F(recognises_a_timeout, WhenTheServerAcceptsTheConnectionAndNothingElse) {
  EXPECT_THAT(subject.call(kFetch, server.accept_hang_url(), 3s), AllOf(timed_out, took(3s)));
}

TEST_F(recognises_a_timeout, WhenTheServerSendsOneByteAtATime) {
  server.on("/drip").drip(1s).json({{"hut", word(120)}});
  EXPECT_THAT(fetch("/drip", 4'500ms), AllOf(timed_out, took(4'500ms)))
      << "the limit is for the whole answer, however short the pauses between its bytes are";
}

TEST_F(recognises_a_timeout, WhenAnErrorPageComesTooLate) {
  server.on("/late").delay(4s).status(503);
  EXPECT_THAT(fetch("/late", 3s), AllOf(timed_out, took(3s))) << "the answer came after the limit";
}

TEST_F(recognises_a_timeout, WhenTheConnectionBreaksTooLate) {
  server.on("/late").rst_after(10s);
  EXPECT_THAT(fetch("/late", 3s), AllOf(timed_out, took(3s))) << "the connection broke after the limit";
}

TEST_F(recognises_a_timeout, AndGivesTheConnectionUp) {
  server.on("/slow").json(reading()).hang_mid_body();
  ASSERT_THAT(fetch("/slow", 2s), timed_out);
  EXPECT_TRUE(subject.left_behind().nothing()) << "the call is over, and it left something running";
  EXPECT_TRUE(server.client_left("/slow")) << "the server should have seen its client leave, and has not";
}

TEST_F(recognises_a_timeout, AlsoInRealTime) {
  World real{Time::kReal};
  real.server.on("/slow").hang();
  EXPECT_THAT(real.subject.call(kFetch, real.server.url("/slow"), 80ms), AllOf(timed_out, took_at_least(80ms)));
}

CLASSIFY_CRITERION(recognises_a_refusal);

TEST_F(recognises_a_refusal, WhenNobodyListens) {
  EXPECT_THAT(subject.call(kFetch, server.refused_url("/hut"), 5s), refused);
}

TEST_F(recognises_a_refusal, AtOnce) {
  EXPECT_THAT(subject.call(kFetch, server.refused_url("/hut"), 1min), AllOf(refused, took(0s)))
      << "there was nothing to wait for";
}

TEST_F(recognises_a_refusal, InOneCallWhileAnotherOneIsAnswered) {
  const Json answer = reading();
  server.on("/hut").delay(1s).json(answer);
  auto good = subject.start(kFetch, server.url("/hut"), 5s);
  EXPECT_THAT(subject.call(kFetch, server.refused_url("/hut"), 5s), refused);
  EXPECT_THAT(good.outcome(), answered(answer));
}

CLASSIFY_CRITERION(recognises_a_broken_connection);

TEST_F(recognises_a_broken_connection, WhenTheServerClosesIt) {
  server.on("/hut").fin();
  EXPECT_THAT(fetch("/hut"), broken_off);
}

TEST_F(recognises_a_broken_connection, WhenTheServerResetsIt) {
  server.on("/hut").rst();
  EXPECT_THAT(fetch("/hut"), broken_off);
}

TEST_F(recognises_a_broken_connection, InTheMiddleOfTheBody) {
  server.on("/fin").json(reading()).truncated_fin();
  server.on("/rst").json(reading()).truncated_rst();
  for (const char* path : {"/fin", "/rst"}) EXPECT_THAT(fetch(path), broken_off);
}

TEST_F(recognises_a_broken_connection, AfterTheHeaders) {
  server.on("/hut").json(reading()).fault("fin_after_headers");
  EXPECT_THAT(fetch("/hut"), broken_off) << "the headers promised a body, and none came";
}

TEST_F(recognises_a_broken_connection, AfterAWhile) {
  const auto delay = odd_duration(1'000, 4'000);
  server.on("/hut").fin_after(delay);
  EXPECT_THAT(fetch("/hut"), AllOf(broken_off, took(delay))) << "there was time left when the connection broke";
}

TEST_F(recognises_a_broken_connection, WhenWhatComesIsNoHttp) {
  server.on("/hut").fault("text_garbage");
  EXPECT_THAT(fetch("/hut"), broken_off);
}

TEST_F(recognises_a_broken_connection, UnderAnErrorStatus) {
  server.on("/hut").json({{"error", word()}}).status(503).truncated_fin();
  EXPECT_THAT(fetch("/hut"), broken_off) << "the answer never was complete";
}

CLASSIFY_CRITERION(recognises_client_errors);

TEST_F(recognises_client_errors, FromTheFirstToTheLast) {
  for (const int status : {400, 401, 403, 404, 408, 418, 428, 430, 451, 499}) {
    server.on("/hut").json({{"error", word()}}).status(status);
    EXPECT_THAT(fetch("/hut"), classified("kClientError", std::to_string(status), false))
        << "the status was " << status;
  }
}

TEST_F(recognises_client_errors, WhateverTheBodyIs) {
  server.on("/page").text(page(), "text/html").status(404);
  server.on("/half").status(403).invalid_json();
  server.on("/empty").text("").status(401);
  EXPECT_THAT(fetch("/page"), classified("kClientError", "404", false)) << "the status was 404, on a page of HTML";
  EXPECT_THAT(fetch("/half"), classified("kClientError", "403", false)) << "the status was 403, on half a JSON";
  EXPECT_THAT(fetch("/empty"), classified("kClientError", "401", false)) << "the status was 401, without a body";
}

TEST_F(recognises_client_errors, AndTellsTooManyRequestsFromThem) {
  const std::string pause = std::to_string(number(2, 600));
  server.on("/hut").status(429).header("Retry-After", pause);
  EXPECT_THAT(fetch("/hut"), classified("kRateLimited", pause, true));
}

TEST_F(recognises_client_errors, AndKeepsADateInRetryAfter) {
  const std::string date = "Wed, 21 Oct 2037 07:" + std::to_string(number(10, 59)) + ":00 GMT";
  server.on("/hut").status(429).header("Retry-After", date);
  EXPECT_THAT(fetch("/hut"), classified("kRateLimited", date, true));
}

TEST_F(recognises_client_errors, AlsoWithoutRetryAfter) {
  server.on("/hut").text(page(), "text/html").status(429);
  EXPECT_THAT(fetch("/hut"), classified("kRateLimited", "", true)) << "the answer had no Retry-After";
}

CLASSIFY_CRITERION(recognises_server_errors);

TEST_F(recognises_server_errors, FromTheFirstToTheLast) {
  for (const int status : {500, 501, 502, 503, 504, 507, 529, 599}) {
    server.on("/hut").json({{"error", word()}}).status(status);
    EXPECT_THAT(fetch("/hut"), classified("kServerError", std::to_string(status), true)) << "the status was " << status;
  }
}

TEST_F(recognises_server_errors, WhateverTheBodyIs) {
  server.on("/page").text(page(), "text/html").status(502);
  server.on("/half").status(503).invalid_json();
  server.on("/empty").text("").status(500);
  EXPECT_THAT(fetch("/page"), classified("kServerError", "502", true)) << "the status was 502, on a page of HTML";
  EXPECT_THAT(fetch("/half"), classified("kServerError", "503", true)) << "the status was 503, on half a JSON";
  EXPECT_THAT(fetch("/empty"), classified("kServerError", "500", true)) << "the status was 500, without a body";
}

TEST_F(recognises_server_errors, ThatSayWhenToComeBack) {
  server.on("/hut").status(503).header("Retry-After", "120");
  EXPECT_THAT(fetch("/hut"), classified("kServerError", "503", true));
}

TEST_F(recognises_server_errors, ShortlyBeforeTheLimit) {
  server.on("/hut").delay(1'900ms).status(500);
  EXPECT_THAT(fetch("/hut", 2s), classified("kServerError", "500", true)) << "the answer came in time";
}

CLASSIFY_CRITERION(recognises_bad_content);

TEST_F(recognises_bad_content, WhenAPageComes) {
  server.on("/hut").text(page(), "text/html; charset=utf-8");
  EXPECT_THAT(fetch("/hut"), classified("kWrongContentType", "text/html; charset=utf-8", false));
}

TEST_F(recognises_bad_content, WhenJsonIsCalledSomethingElse) {
  for (const char* type : {"text/html", "text/plain", "application/xml", "text/json"}) {
    server.on("/hut").text(reading().dump(), type);
    EXPECT_THAT(fetch("/hut"), classified("kWrongContentType", type, false)) << "the content type was " << type;
  }
}

TEST_F(recognises_bad_content, WhenItIsBadInBothWays) {
  server.on("/hut").text("no reading", "text/plain");
  EXPECT_THAT(fetch("/hut"), classified("kWrongContentType", "text/plain", false))
      << "the content type is looked at before the body";
}

TEST_F(recognises_bad_content, WhenThereIsNoContentType) {
  const std::string body = reading().dump();
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  server.on("/hut").script([&](const mock_server::Wire&) {
    return mock_server::WireScript{mock_server::step::Send{head + body}, mock_server::step::Fin{}};
  });
  EXPECT_THAT(fetch("/hut"), classified("kWrongContentType", "", false)) << "the answer had no Content-Type";
}

TEST_F(recognises_bad_content, WhenTheJsonIsIncomplete) {
  server.on("/hut").json(reading()).invalid_json();
  EXPECT_THAT(fetch("/hut"), invalid_json);
}

TEST_F(recognises_bad_content, WhenTheBodyIsNoJsonAtAll) {
  for (const std::string& body : {std::string(), word(), page(), std::string("{} {}")}) {
    server.on("/hut").text(body, "application/json");
    EXPECT_THAT(fetch("/hut"), invalid_json) << "the body was \"" << body << '"';
  }
}

TEST_F(recognises_bad_content, UnderAnotherGoodStatus) {
  server.on("/page").text(page(), "text/html").status(203);
  server.on("/half").status(299).invalid_json();
  EXPECT_THAT(fetch("/page"), classified("kWrongContentType", "text/html", false));
  EXPECT_THAT(fetch("/half"), invalid_json);
}

CLASSIFY_CRITERION(classifies_no_cancellation);

TEST_F(classifies_no_cancellation, WhereverTheServerHangs) {
  server.on("/before").hang();
  server.on("/after").hang_after_headers();
  server.on("/middle").json(reading()).hang_mid_body();
  for (const char* path : {"/before", "/after", "/middle"}) {
    auto call = subject.start(kFetch, server.url(path), 1min);
    const auto moment = odd_duration(1'000, 9'000);
    subject.advance(moment);
    ASSERT_FALSE(call.done()) << "the limit had not passed, and the call was over";
    call.cancel();
    EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(moment)));
  }
}

TEST_F(classifies_no_cancellation, ShortlyBeforeTheLimit) {
  server.on("/slow").hang();
  auto call = subject.start(kFetch, server.url("/slow"), 4s);
  subject.advance(3'999ms);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(3'999ms)))
      << "the limit had not passed when the caller was cancelled";
}

TEST_F(classifies_no_cancellation, AndGivesTheConnectionUp) {
  server.on("/slow").hang();
  auto call = subject.start(kFetch, server.url("/slow"), 1min);
  subject.advance(2s);
  call.cancel();
  ASSERT_THAT(call.outcome(), threw("CancelledError"));
  EXPECT_TRUE(subject.left_behind().nothing()) << "the call is over, and it left something running";
  EXPECT_TRUE(server.client_left("/slow")) << "the server should have seen its client leave, and has not";
}

TEST_F(classifies_no_cancellation, OfOneCallAndOfNoOther) {
  const Json answer = reading();
  server.on("/slow").hang();
  server.on("/hut").delay(5s).json(answer);
  auto cancelled = subject.start(kFetch, server.url("/slow"), 1min);
  auto other = subject.start(kFetch, server.url("/hut"), 1min);
  subject.advance(2s);
  cancelled.cancel();
  EXPECT_THAT(cancelled.outcome(), threw("CancelledError"));
  EXPECT_THAT(other.outcome(), answered(answer)) << "another call was cancelled, this one was not";
}

TEST_F(classifies_no_cancellation, NorAUrlThatCannotBeRequested) {
  for (const std::string& url : {"ftp://hut/" + word(), word()}) {
    EXPECT_THAT(subject.call(kFetch, url, 5s), threw("UrlError")) << "the URL was \"" << url << '"';
  }
}
