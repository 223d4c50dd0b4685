#include <grader/proctor/proctor.hpp>
#include <mock_server/testing/matchers.hpp>

using namespace proctor;
using mock_server::eventually;
using mock_server::left;
using mock_server::requests;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kRead = "read_buoy";
constexpr auto kPath = "/buoy";

/// The board of the satellite lines: it hands out the next number each time, and notes what comes back.
struct Board {
  explicit Board(int first) {
    for (int i = 0; i < kMost; ++i) {
      numbers.push_back(first + i);
      take.returns(numbers.back());
      if (i + 1 < kMost) take.then();
    }
  }
  /// The lines that were taken, in that order.
  Json taken() const { return std::vector<int>(numbers.begin(), numbers.begin() + static_cast<int>(take.started())); }
  Json given_back() const {
    Json list = Json::array();
    for (const Attempt& attempt : back.attempts()) list.push_back(attempt.args[0]);
    return list;
  }

  static constexpr int kMost = 12;
  std::vector<int> numbers;
  Operation take = operation("take_line");
  Operation back = listener("give_back");
};

class BuoyTest : public Test {
 protected:
  Json reading() { return {{"waves_cm", number(10, 990)}, {"from", word()}}; }
  static Json patience(int retries, Duration limit, Duration pause) { return {retries, limit.count(), pause.count()}; }
  /// Some retries and a limit and a pause of a few seconds, for tests in which none of them matters.
  Json some_patience() { return patience(number(1, 4), a_while(), a_while()); }
  /// A duration between one and nine seconds that is no round number of anything.
  Duration a_while() { return milliseconds(number(1'000, 8'999)) + microseconds(567); }
  Outcome read(const Json& effort, const Board& lines) {
    return subject.call(kRead, server.url(kPath), effort, lines.take, lines.back);
  }
  Call start(const Json& effort, const Board& lines) {
    return subject.start(kRead, server.url(kPath), effort, lines.take, lines.back);
  }
  /// Each line that was taken has been given back, once.
  static void expect_all_back(const Board& lines) {
    EXPECT_EQ(lines.given_back(), lines.taken()) << "each line that was taken is given back, once";
  }
  /// When the calls asked for their lines.
  static void expect_calls_at(const Board& lines, const std::vector<Duration>& times) {
    ASSERT_EQ(lines.take.started(), times.size()) << "the number of calls";
    for (std::size_t i = 0; i < times.size(); ++i) {
      EXPECT_EQ(describe(lines.take.attempts()[i].started), describe(times[i])) << "when call " << i + 1 << " began";
    }
  }

  Board board{number(10, 80)};
};

}  // namespace

#define BUOY_CRITERION(id) \
  class id : public BuoyTest {}

BUOY_CRITERION(retries_after_a_timeout);

TEST_F(retries_after_a_timeout, WhenTheBuoyWasSilentFromTheStart) {
  const Json answer = reading();
  server.on(kPath).times(2).hang().then().json(answer);
  EXPECT_THAT(read(patience(3, 20s, 15s), board), returned(answer));
  EXPECT_THAT(server.journal(), requests(kPath, 3)) << "two calls without an answer, and one with it";
}

TEST_F(retries_after_a_timeout, WhenItWasSilentAfterTheHeaders) {
  const Json answer = reading();
  server.on(kPath).hang_after_headers().then().json(answer);
  EXPECT_THAT(read(some_patience(), board), returned(answer));
}

TEST_F(retries_after_a_timeout, WhenItWasSilentInTheMiddleOfTheBody) {
  const Json answer = reading();
  server.on(kPath).json(reading()).hang_mid_body().then().json(answer);
  EXPECT_THAT(read(some_patience(), board), returned(answer));
}

TEST_F(retries_after_a_timeout, WhenItSentOneByteAtATime) {
  const Json answer = reading();
  server.on(kPath).drip(1s).json({{"from", word(120)}}).then().json(answer);
  EXPECT_THAT(read(patience(1, 7s, 1s), board), returned(answer));
}

TEST_F(retries_after_a_timeout, WhenAnAnswerWouldHaveComeTooLate) {
  const Json answer = reading();
  server.on(kPath).delay(11s).json(reading()).then().delay(9s).json(answer);
  EXPECT_THAT(read(patience(1, 10s, 1s), board), returned(answer));
}

TEST_F(retries_after_a_timeout, OnTheVeryLastTry) {
  const Json answer = reading();
  server.on(kPath).times(4).hang().then().json(answer);
  EXPECT_THAT(read(patience(4, 2s, 1s), board), returned(answer))
      << "there were four retries, and the last one was answered";
}

TEST_F(retries_after_a_timeout, AsOftenAsItIsAllowedAndNoMore) {
  const int retries = number(1, 4);
  server.on(kPath).hang();
  EXPECT_THAT(read(patience(retries, 5s, 2s), board), threw("TimeoutError"));
  EXPECT_THAT(server.journal(), requests(kPath, static_cast<std::size_t>(retries) + 1))
      << "one call, and a retry for each that is allowed";
}

TEST_F(retries_after_a_timeout, NeverWhenNoRetryIsAllowed) {
  server.on(kPath).hang();
  EXPECT_THAT(read(patience(0, 5s, 2s), board), threw("TimeoutError"));
  EXPECT_THAT(server.journal(), requests(kPath, 1));

  server.on(kPath).times(1).hang().then().json(1);
  EXPECT_THAT(read(patience(1, 5s, 2s), board), returned(1)) << "here one retry is allowed";
}

TEST_F(retries_after_a_timeout, BetweenOtherFailures) {
  const Json answer = reading();
  server.on(kPath).fin().then().hang().then().rst().then().hang_after_headers().then().json(answer);
  EXPECT_THAT(read(patience(4, 3s, 1s), board), returned(answer));
}

TEST_F(retries_after_a_timeout, AfterTheSilentCallWasGivenUp) {
  const Json answer = reading();
  server.on(kPath).hang().then().delay(1s).json(answer);
  EXPECT_THAT(read(patience(1, 3s, 2s), board), returned(answer));
  EXPECT_EQ(subject.left_behind().requests, 0u) << "the answer is there, and a call to the buoy is still open";
}

TEST_F(retries_after_a_timeout, WhenTheBuoyTakesTheCallAndNothingElse) {
  EXPECT_THAT(subject.call(kRead, server.accept_hang_url(kPath), patience(2, 4s, 1s), board.take, board.back),
              AllOf(threw("TimeoutError"), took_at_least(12s)))
      << "one call and two retries, of 4 s each";
}

BUOY_CRITERION(frees_the_line_of_the_last_call);

TEST_F(frees_the_line_of_the_last_call, WhenTheConnectionIsRefused) {
  EXPECT_THAT(subject.call(kRead, server.refused_url(kPath), patience(3, 5s, 2s), board.take, board.back),
              threw("ConnectError"));
  expect_all_back(board);
}

TEST_F(frees_the_line_of_the_last_call, WhenTheConnectionBreaks) {
  server.on(kPath).fin();
  EXPECT_THAT(read(patience(2, 5s, 2s), board), threw("TransportError"));
  expect_all_back(board);
}

TEST_F(frees_the_line_of_the_last_call, WhenTheBodyBreaksOff) {
  server.on(kPath).json(reading()).truncated_rst();
  EXPECT_THAT(read(patience(2, 5s, 2s), board), threw("TransportError"));
  expect_all_back(board);
}

TEST_F(frees_the_line_of_the_last_call, WhenTheBuoyIsSilent) {
  server.on(kPath).hang();
  EXPECT_THAT(read(patience(0, 5s, 2s), board), threw("TimeoutError"));
  expect_all_back(board);
}

TEST_F(frees_the_line_of_the_last_call, WhenTheBuoyIsSilentEachTime) {
  server.on(kPath).json(reading()).hang_mid_body();
  EXPECT_THAT(read(patience(3, 5s, 2s), board), threw("TimeoutError"));
  expect_all_back(board);
}

TEST_F(frees_the_line_of_the_last_call, WhenItIsTheOnlyCall) {
  server.on(kPath).rst();
  EXPECT_THAT(read(patience(0, 5s, 2s), board), threw("TransportError"));
  EXPECT_EQ(board.given_back(), Json{board.numbers[0]}) << "the line of the one call that was made";
}

TEST_F(frees_the_line_of_the_last_call, TheMomentItHasFailed) {
  const auto duration = a_while();
  server.on(kPath).fin_after(duration);
  EXPECT_THAT(read(patience(1, 20s, 5s), board), threw("TransportError"));
  ASSERT_GE(board.back.started(), 1u) << "the lines that were given back";
  EXPECT_EQ(describe(board.back.attempts().back().started), describe(2 * duration + 5s))
      << "when the line of the last call was given back";
}

TEST_F(frees_the_line_of_the_last_call, InEachOfSeveralCallsAtOnce) {
  server.on(kPath).fin_after(2s);
  Board other(number(100, 180));
  auto first = start(patience(1, 5s, 1s), board);
  auto second = start(patience(2, 5s, 3s), other);
  first.outcome();
  second.outcome();
  expect_all_back(board);
  expect_all_back(other);
}

BUOY_CRITERION(frees_the_line_on_every_way_out);

TEST_F(frees_the_line_on_every_way_out, AfterAnErrorStatus) {
  for (const int status : {400, 404, 500, 503}) {
    Board mine(number(10, 80));
    server.on(kPath).status(status);
    EXPECT_THAT(read(some_patience(), mine), threw("StatusError")) << "the status was " << status;
    expect_all_back(mine);
  }
}

TEST_F(frees_the_line_on_every_way_out, AfterAnAnswerThatIsNoJson) {
  server.on(kPath).invalid_json();
  EXPECT_THAT(read(some_patience(), board), threw("JsonError"));
  expect_all_back(board);
}

TEST_F(frees_the_line_on_every_way_out, AfterAnErrorStatusOnARetry) {
  server.on(kPath).times(2).fin().then().status(503);
  EXPECT_THAT(read(patience(3, 5s, 2s), board), threw("StatusError"));
  expect_all_back(board);
}

TEST_F(frees_the_line_on_every_way_out, AfterACancellationDuringACall) {
  server.on(kPath).hang();
  auto call = start(patience(3, 20s, 2s), board);
  subject.advance(3s);
  EXPECT_EQ(board.given_back(), Json::array()) << "the call is still under way";
  call.cancel();
  call.outcome();
  expect_all_back(board);
}

TEST_F(frees_the_line_on_every_way_out, AfterACancellationDuringARetry) {
  server.on(kPath).fin().then().hang();
  auto call = start(patience(3, 20s, 2s), board);
  subject.advance(5s);
  call.cancel();
  call.outcome();
  expect_all_back(board);
}

TEST_F(frees_the_line_on_every_way_out, AfterACancellationDuringAPause) {
  server.on(kPath).fin();
  auto call = start(patience(3, 20s, 10s), board);
  subject.advance(15s);
  call.cancel();
  call.outcome();
  expect_all_back(board);
}

TEST_F(frees_the_line_on_every_way_out, AfterAnAnswer) {
  server.on(kPath).json(reading());
  EXPECT_THAT(read(some_patience(), board), returned());
  expect_all_back(board);
}

TEST_F(frees_the_line_on_every_way_out, AndNoLineThatWasNeverTaken) {
  server.on(kPath).json(reading());
  auto take = operation("take_line").takes(1min).returns(7);
  auto call = subject.start(kRead, server.url(kPath), some_patience(), take, board.back);
  subject.advance(5s);
  call.cancel();
  call.outcome();
  EXPECT_EQ(board.given_back(), Json::array()) << "no line had been taken when the caller was cancelled";
}

BUOY_CRITERION(keeps_reading_the_buoy);

TEST_F(keeps_reading_the_buoy, AtTheFirstCall) {
  const Json answer = reading();
  const auto delay = a_while();
  server.on(kPath).delay(delay).json(answer);
  EXPECT_THAT(read(patience(3, 20s, 15s), board), AllOf(returned(answer), took(delay)));
  EXPECT_THAT(server.journal(), requests(kPath, 1)) << "an answer is an answer";
  EXPECT_EQ(board.take.started(), 1u) << "one call needs one line";
}

TEST_F(keeps_reading_the_buoy, WhateverItAnswers) {
  for (const Json& answer : std::vector<Json>{nullptr, false, 0, word(), Json::array(), Json::object()}) {
    Board mine(number(10, 80));
    server.on(kPath).json(answer);
    EXPECT_THAT(read(some_patience(), mine), returned(answer));
  }
}

TEST_F(keeps_reading_the_buoy, AfterABrokenConnection) {
  const Json answer = reading();
  server.on(kPath).fin().then().rst().then().json(reading()).truncated_fin().then().json(answer);
  EXPECT_THAT(read(patience(3, 5s, 2s), board), AllOf(returned(answer), took(6s)));
}

TEST_F(keeps_reading_the_buoy, AndCallsAgainWhenTheConnectionIsRefused) {
  for (const int retries : {0, 1, 3}) {
    Board mine(number(10, 80));
    EXPECT_THAT(subject.call(kRead, server.refused_url(kPath), patience(retries, 5s, 2s), mine.take, mine.back),
                AllOf(threw("ConnectError"), took(2s * retries)));
    EXPECT_EQ(mine.take.started(), static_cast<std::size_t>(retries) + 1)
        << "one call, and a retry for each that is allowed";
  }
}

TEST_F(keeps_reading_the_buoy, WithTheSamePausesBetweenCalls) {
  const auto duration = a_while();
  const auto pause = a_while();
  server.on(kPath).fin_after(duration);
  EXPECT_THAT(read(patience(3, 20s, pause), board), AllOf(threw("TransportError"), took(4 * duration + 3 * pause)))
      << "there is no pause after the last call";
  const Duration round = duration + pause;
  expect_calls_at(board, {0s, round, 2 * round, 3 * round});
}

TEST_F(keeps_reading_the_buoy, WithTheSamePausesAfterATimeout) {
  const auto limit = a_while();
  const auto pause = a_while();
  server.on(kPath).hang();
  EXPECT_THAT(read(patience(2, limit, pause), board), AllOf(threw("TimeoutError"), took(3 * limit + 2 * pause)))
      << "there is no pause after the last call";
  expect_calls_at(board, {0s, limit + pause, 2 * (limit + pause)});
}

TEST_F(keeps_reading_the_buoy, WithAWholeLimitForEachCall) {
  const Json answer = reading();
  server.on(kPath).fin_after(9s).then().fin_after(9s).then().delay(9s).json(answer);
  EXPECT_THAT(read(patience(2, 10s, 5s), board), AllOf(returned(answer), took(37s)));
}

TEST_F(keeps_reading_the_buoy, HoweverLongItWaitsForALine) {
  const Json answer = reading();
  server.on(kPath).fin().then().delay(4s).json(answer);
  auto take = operation("take_line").takes(30s).returns(7);
  EXPECT_THAT(subject.call(kRead, server.url(kPath), patience(1, 5s, 1s), take, board.back),
              AllOf(returned(answer), took(65s)))
      << "the limit begins when a call has its line";
}

TEST_F(keeps_reading_the_buoy, OverALineForEachCall) {
  const auto duration = a_while();
  server.on(kPath).fin_after(duration).then().hang().then().delay(1s).json(reading());
  EXPECT_THAT(read(patience(2, 10s, 20s), board), returned());
  expect_all_back(board);
  const std::vector<Duration> ends{duration, duration + 20s + 10s, duration + 20s + 10s + 20s + 1s};
  ASSERT_EQ(board.back.started(), ends.size()) << "the lines that were given back";
  for (std::size_t i = 0; i < ends.size(); ++i) {
    EXPECT_EQ(describe(board.back.attempts()[i].started), describe(ends[i]))
        << "when line " << i + 1 << " was given back";
  }
}

TEST_F(keeps_reading_the_buoy, AndTakesAnErrorStatusForAnAnswer) {
  for (const int status : {400, 404, 429, 500, 503}) {
    Board mine(number(10, 80));
    server.on(kPath).status(status);
    EXPECT_THAT(read(patience(3, 5s, 2s), mine), AllOf(threw("StatusError"), took(0s))) << "the status was " << status;
    EXPECT_EQ(mine.take.started(), 1u) << "an answer of " << status << " is not tried again";
  }
}

TEST_F(keeps_reading_the_buoy, AndTakesABodyThatIsNoJsonForAnAnswer) {
  server.on(kPath).invalid_json();
  EXPECT_THAT(read(patience(3, 5s, 2s), board), AllOf(threw("JsonError"), took(0s)));
  EXPECT_THAT(server.journal(), requests(kPath, 1));
}

TEST_F(keeps_reading_the_buoy, AndReportsTheErrorOfTheLastCall) {
  server.on(kPath).fin().then().hang().then().status(503);
  EXPECT_THAT(read(patience(3, 5s, 2s), board), threw("StatusError"));

  server.on("/broken").hang().then().rst();
  EXPECT_THAT(subject.call(kRead, server.url("/broken"), patience(1, 5s, 2s), board.take, board.back),
              threw("TransportError"))
      << "the first call had a timeout, the last one a broken connection";

  server.on("/silent").rst().then().hang();
  EXPECT_THAT(subject.call(kRead, server.url("/silent"), patience(1, 5s, 2s), board.take, board.back),
              threw("TimeoutError"))
      << "the first call had a broken connection, the last one a timeout";
}

TEST_F(keeps_reading_the_buoy, UntilItIsCancelledDuringACall) {
  server.on(kPath).hang();
  auto call = start(patience(3, 20s, 2s), board);
  subject.advance(25s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(25s)));
  EXPECT_EQ(board.take.started(), 2u) << "there is no other call once the caller has been cancelled";
  EXPECT_THAT(server.journal(), eventually(left(kPath)));
}

TEST_F(keeps_reading_the_buoy, UntilItIsCancelledDuringAPause) {
  server.on(kPath).rst();
  auto call = start(patience(3, 20s, 10s), board);
  subject.advance(4s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(4s)));
  EXPECT_EQ(board.take.started(), 1u) << "there is no other call once the caller has been cancelled";
}

TEST_F(keeps_reading_the_buoy, UntilItIsCancelledBeforeItHasALine) {
  auto take = operation("take_line").takes(1min).returns(7);
  server.on(kPath).json(reading());
  auto call = subject.start(kRead, server.url(kPath), some_patience(), take, board.back);
  subject.advance(7s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(7s)));
  EXPECT_THAT(server.journal(), requests(kPath, 0)) << "a call needs a line";
}

TEST_F(keeps_reading_the_buoy, UnlessThereIsNoLineToBeHad) {
  for (const char* type : {"ConnectError", "TransportError", "TimeoutError", "InvalidStateError"}) {
    const std::string message = word();
    auto take = operation("take_line").takes(1s).throws(type, message);
    EXPECT_THAT(subject.call(kRead, server.url(kPath), patience(3, 5s, 2s), take, board.back),
                AllOf(threw(type, message), took(1s)))
        << "without a line there is nothing to try again";
    EXPECT_EQ(take.started(), 1u) << "without a line there is nothing to try again";
  }
  EXPECT_EQ(board.given_back(), Json::array()) << "no line was taken, so none is given back";
}

TEST_F(keeps_reading_the_buoy, UnlessThereIsNoLineForARetry) {
  const std::string message = word();
  server.on(kPath).rst();
  auto take = operation("take_line").returns(7).then().throws("ConnectError", message);
  EXPECT_THAT(subject.call(kRead, server.url(kPath), patience(3, 5s, 2s), take, board.back),
              AllOf(threw("ConnectError", message), took(2s)));
  EXPECT_EQ(board.given_back(), Json{7}) << "the one line that was taken";
}

TEST_F(keeps_reading_the_buoy, AndLeavesNothingRunning) {
  server.on(kPath).hang().then().json(reading());
  EXPECT_THAT(read(patience(1, 5s, 2s), board), returned());
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the answer has come, and something is still running";
  subject.call(kRead, server.refused_url(kPath), patience(1, 5s, 2s), board.take, board.back);
  EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the last call has failed, and something is still running";
}

TEST_F(keeps_reading_the_buoy, InEachOfSeveralCallsAtOnce) {
  std::vector<Json> answers;
  std::vector<Board> boards;
  std::vector<Call> calls;
  for (int i = 0; i < 4; ++i) {
    const std::string path = "/buoy/" + std::to_string(i);
    answers.push_back(reading());
    boards.emplace_back(20 * i + 1);
    server.on(path).times(static_cast<std::size_t>(i) + 1).hang().then().json(answers.back());
    calls.push_back(subject.start(kRead, server.url(path), patience(i + 1, seconds(i + 2), 1s), boards.back().take,
                                  boards.back().back));
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    EXPECT_THAT(calls[i].outcome(), returned(answers[i]));
    expect_all_back(boards[i]);
  }
}

TEST_F(keeps_reading_the_buoy, AlsoInRealTime) {
  World real{Time::kReal};
  real.server.on(kPath).hang();
  EXPECT_THAT(real.subject.call(kRead, real.server.url(kPath), patience(1, 60ms, 20ms), board.take, board.back),
              AllOf(threw("TimeoutError"), took_at_least(140ms)));
}
