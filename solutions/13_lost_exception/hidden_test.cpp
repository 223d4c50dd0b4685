#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kSend = "send_bulletin";

class BulletinTest : public Test {
 protected:
  std::vector<std::string> some_huts(std::size_t count) {
    std::vector<std::string> huts;
    for (std::size_t i = 0; i < count; ++i) huts.push_back("hut " + std::to_string(i + 1) + " " + word(5));
    return huts;
  }
  /// A duration between one and nine seconds that is no round number of anything.
  Duration a_while() { return milliseconds(number(1'000, 8'999)) + std::chrono::microseconds(567); }
  /// Runs of an operation that are not over, once everything has run that can run now.
  std::size_t still_running(const Operation& job) {
    subject.settle();
    return job.running();
  }
  std::string notes() {
    std::string list;
    for (const Json& diagnostic : subject.diagnostics()) list += diagnostic.value("text", "") + "\n";
    return list;
  }
  /// Nothing of the calls is left, and nothing was left unasked.
  void expect_nothing_left() {
    EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the call is over, and something it started is still running";
    EXPECT_EQ(notes(), "") << "how each task ended is asked by somebody";
  }
  /// Every hut was called once and in turn.
  static void expect_called(const Operation& radio, const std::vector<std::string>& huts) {
    std::vector<std::string> called;
    for (const Attempt& attempt : radio.attempts()) called.push_back(attempt.args[0]);
    EXPECT_EQ(Json(called), Json(huts)) << "the huts that were called, in their order";
  }

  /// The caller is cancelled now, and the call is over at once.
  void expect_stop(Call call, const Operation& radio) {
    subject.settle();
    ASSERT_FALSE(call.done()) << "there is work left, and the call has ended already";
    const std::size_t called = radio.started();
    const Duration now = subject.now();
    call.cancel();
    EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(now)))
        << "a caller that was cancelled hears of a cancellation, and at once";
    EXPECT_EQ(radio.started(), called) << "no hut is called once the caller has been cancelled";
  }

  const std::string bulletin = "considerable above 2200 m, " + word();
};

}  // namespace

#define BULLETIN_CRITERION(id) \
  class id : public BulletinTest {}

BULLETIN_CRITERION(reports_a_failed_archive);

TEST_F(reports_a_failed_archive, WhenItFailsAtOnce) {
  const std::string message = "disk full " + word();
  auto radio = operation("radio").takes(2s).returns();
  EXPECT_THAT(subject.call(kSend, bulletin, some_huts(3), radio, operation("archive").throws("Error", message)),
              threw("Error", message));
}

TEST_F(reports_a_failed_archive, WhenItFailsWhileAHutIsCalled) {
  const std::string message = "disk full " + word();
  auto radio = operation("radio").takes(4s).returns();
  auto archive = operation("archive").takes(5s).throws("TransportError", message);
  EXPECT_THAT(subject.call(kSend, bulletin, some_huts(4), radio, archive), threw("TransportError", message));
}

TEST_F(reports_a_failed_archive, WhenItFailsLongAfterTheLastHut) {
  const std::string message = "disk full " + word();
  auto radio = operation("radio").takes(1s).returns();
  auto archive = operation("archive").takes(1min).throws("TransportError", message);
  EXPECT_THAT(subject.call(kSend, bulletin, some_huts(3), radio, archive), threw("TransportError", message))
      << "the archive failed after the last hut had been called";
}

TEST_F(reports_a_failed_archive, WhateverItFailedWith) {
  for (const char* type : {"ConnectError", "TimeoutError", "StatusError", "JsonError", "InvalidStateError"}) {
    const std::string message = word();
    auto archive = operation("archive").takes(3s).throws(type, message);
    EXPECT_THAT(subject.call(kSend, bulletin, some_huts(2), operation("radio").takes(1s).returns(), archive),
                threw(type, message));
  }
}

TEST_F(reports_a_failed_archive, WhenItsErrorIsNoneOfTheKits) {
  const std::string message = word();
  auto archive = operation("archive").takes(3s).throws("std::runtime_error", message);
  EXPECT_THAT(subject.call(kSend, bulletin, some_huts(2), operation("radio").takes(1s).returns(), archive),
              threw("std::runtime_error", message));
}

TEST_F(reports_a_failed_archive, WhenEveryHutWasMissedToo) {
  const std::string message = "disk full " + word();
  auto radio = operation("radio").takes(1s).throws("ConnectError", "no answer");
  auto archive = operation("archive").takes(2s).throws("TransportError", message);
  EXPECT_THAT(subject.call(kSend, bulletin, some_huts(3), radio, archive), threw("TransportError", message));
}

TEST_F(reports_a_failed_archive, WhenThereIsNoHutToCall) {
  const std::string message = "disk full " + word();
  auto archive = operation("archive").takes(2s).throws("TransportError", message);
  EXPECT_THAT(subject.call(kSend, bulletin, some_huts(0), operation("radio"), archive),
              threw("TransportError", message));
}

TEST_F(reports_a_failed_archive, OfOneCallAndOfNoOther) {
  const std::string message = "disk full " + word();
  auto radio = operation("radio").takes(1s).returns();
  auto bad =
      subject.start(kSend, bulletin, some_huts(2), radio, operation("archive").takes(3s).throws("Error", message));
  auto good = subject.start(kSend, bulletin, some_huts(2), radio, operation("archive").takes(4s).returns());
  EXPECT_THAT(bad.outcome(), threw("Error", message));
  EXPECT_THAT(good.outcome(), returned(Json::array())) << "the archive of another call has failed, not of this one";
}

BULLETIN_CRITERION(stops_when_cancelled);

TEST_F(stops_when_cancelled, WhileTheFirstHutIsCalled) {
  auto radio = operation("radio").takes(10s).returns();
  auto call = subject.start(kSend, bulletin, some_huts(5), radio, operation("archive").returns());
  subject.advance(3s);
  expect_stop(call, radio);
}

TEST_F(stops_when_cancelled, WhileAHutInTheMiddleIsCalled) {
  auto radio = operation("radio").takes(10s).returns();
  auto call = subject.start(kSend, bulletin, some_huts(7), radio, operation("archive").takes(1min).returns());
  subject.advance(34s);
  expect_stop(call, radio);
}

TEST_F(stops_when_cancelled, WhileTheLastHutIsCalled) {
  auto radio = operation("radio").takes(10s).returns();
  auto call = subject.start(kSend, bulletin, some_huts(2), radio, operation("archive").takes(1min).returns());
  subject.advance(15s);
  expect_stop(call, radio);
}

TEST_F(stops_when_cancelled, WhileOnlyTheArchiveIsLeft) {
  auto radio = operation("radio").takes(1s).returns();
  auto call = subject.start(kSend, bulletin, some_huts(2), radio, operation("archive").takes(1min).returns());
  subject.advance(10s);
  expect_stop(call, radio);
}

TEST_F(stops_when_cancelled, WhileBothAreUnderWay) {
  auto radio = operation("radio").takes(10s).returns();
  auto call = subject.start(kSend, bulletin, some_huts(4), radio, operation("archive").takes(1min).returns());
  subject.advance(12s);
  expect_stop(call, radio);
}

TEST_F(stops_when_cancelled, WhileAnotherCallGoesOn) {
  auto mine = operation("mine").takes(10s).returns();
  auto other = operation("other").takes(10s).returns();
  auto first = subject.start(kSend, bulletin, some_huts(3), mine, operation("archive").returns());
  auto second = subject.start(kSend, bulletin, some_huts(3), other, operation("archive").returns());
  subject.advance(5s);
  expect_stop(first, mine);
  EXPECT_THAT(second.outcome(), returned(Json::array())) << "another call was cancelled, this one was not";
  EXPECT_EQ(other.ended(), 3u) << "another call was cancelled, this one was not";
}

BULLETIN_CRITERION(leaves_nothing_running);

TEST_F(leaves_nothing_running, AfterAListWhenTheArchiveIsSlow) {
  auto archive = operation("archive").takes(a_while() + 10s).returns();
  const Outcome sent = subject.call(kSend, bulletin, some_huts(3), operation("radio").takes(1s).returns(), archive);
  EXPECT_THAT(sent, returned(Json::array()));
  EXPECT_EQ(archive.ended(), 1u) << "the call is over, and the bulletin is not archived yet";
  expect_nothing_left();
}

TEST_F(leaves_nothing_running, AfterAListWhenTheHutsAreSlow) {
  const Outcome sent = subject.call(kSend, bulletin, some_huts(3), operation("radio").takes(5s).returns(),
                                    operation("archive").takes(1s).returns());
  EXPECT_THAT(sent, returned(Json::array()));
  expect_nothing_left();
}

TEST_F(leaves_nothing_running, WhenTheArchiveFailsAtOnce) {
  subject.call(kSend, bulletin, some_huts(3), operation("radio").takes(5s).returns(),
               operation("archive").throws("Error", "disk full"));
  expect_nothing_left();
}

TEST_F(leaves_nothing_running, WhenTheArchiveFailsLate) {
  subject.call(kSend, bulletin, some_huts(3), operation("radio").takes(1s).returns(),
               operation("archive").takes(20s).throws("Error", "disk full"));
  expect_nothing_left();
}

TEST_F(leaves_nothing_running, AfterACancellationWhileAHutIsCalled) {
  auto call = subject.start(kSend, bulletin, some_huts(1), operation("radio").takes(20s).returns(),
                            operation("archive").takes(30s).returns());
  subject.advance(7s);
  call.cancel();
  call.outcome();
  expect_nothing_left();
}

TEST_F(leaves_nothing_running, AfterACancellationWhileOnlyTheArchiveIsLeft) {
  auto call = subject.start(kSend, bulletin, some_huts(2), operation("radio").takes(1s).returns(),
                            operation("archive").takes(30s).returns());
  subject.advance(7s);
  call.cancel();
  call.outcome();
  expect_nothing_left();
}

TEST_F(leaves_nothing_running, AfterACancellationWhenTheArchiveHasToTidyUp) {
  auto radio = operation("radio").takes(20s).returns();
  auto archive = operation("archive").takes(30s).returns().cleanup_takes(4s);
  auto call = subject.start(kSend, bulletin, some_huts(1), radio, archive);
  subject.advance(7s);
  call.cancel();
  call.outcome();
  EXPECT_EQ(still_running(archive), 0u) << "the call is over, and the archive is still tidying up";
  expect_nothing_left();
}

TEST_F(leaves_nothing_running, AfterACancellationWhenTheHutHasToHangUp) {
  auto radio = operation("radio").takes(20s).returns().cleanup_takes(4s);
  auto archive = operation("archive").takes(30s).returns();
  auto call = subject.start(kSend, bulletin, some_huts(1), radio, archive);
  subject.advance(7s);
  call.cancel();
  call.outcome();
  EXPECT_EQ(still_running(radio), 0u) << "the call is over, and the hut has not hung up yet";
  expect_nothing_left();
}

BULLETIN_CRITERION(keeps_the_huts_informed);

TEST_F(keeps_the_huts_informed, EachOfThemOnceAndInTurn) {
  const auto huts = some_huts(6);
  auto radio = operation("radio").takes(1s).returns();
  EXPECT_THAT(subject.call(kSend, bulletin, huts, radio, operation("archive").returns()), returned(Json::array()));
  expect_called(radio, huts);
  for (const Attempt& attempt : radio.attempts()) EXPECT_EQ(attempt.args[1], Json(bulletin)) << "the words they hear";
}

TEST_F(keeps_the_huts_informed, OneAtATimeAndWithoutAPause) {
  const Duration duration = a_while();
  auto radio = operation("radio").takes(duration).returns();
  const auto outcome = subject.call(kSend, bulletin, some_huts(5), radio, operation("archive").takes(1s).returns());
  EXPECT_THAT(outcome, AllOf(returned(Json::array()), took(5 * duration)));
  const auto attempts = radio.attempts();
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    EXPECT_EQ(describe(attempts[i].started), describe(static_cast<int>(i) * duration))
        << "when hut " << i + 1 << " was called";
  }
}

TEST_F(keeps_the_huts_informed, AndListsThoseThatWereMissed) {
  const auto huts = some_huts(5);
  auto radio = operation("radio");
  radio.takes(1s).returns();
  radio.then().takes(2s).throws("ConnectError", "no answer");
  radio.then().takes(1s).returns();
  radio.then().takes(3s).throws("TransportError", "only noise");
  radio.then().takes(1s).returns();
  const auto outcome = subject.call(kSend, bulletin, huts, radio, operation("archive").takes(2s).returns());
  EXPECT_THAT(outcome, AllOf(returned(Json{huts[1], huts[3]}), took(8s)));
  expect_called(radio, huts);
}

TEST_F(keeps_the_huts_informed, WhateverErrorOfTheKitTheRadioHas) {
  for (const char* type :
       {"ConnectError", "TransportError", "TimeoutError", "StatusError", "InvalidStateError", "Error"}) {
    const auto huts = some_huts(3);
    auto radio = operation("radio").takes(1s).throws(type, word()).then().takes(1s).returns();
    EXPECT_THAT(subject.call(kSend, bulletin, huts, radio, operation("archive").returns()), returned(Json{huts[0]}))
        << "the first hut could not be reached: " << type;
    expect_called(radio, huts);
  }
}

TEST_F(keeps_the_huts_informed, WhenNobodyCanBeReached) {
  const auto huts = some_huts(4);
  auto radio = operation("radio").takes(1s).throws("ConnectError", "no answer");
  EXPECT_THAT(subject.call(kSend, bulletin, huts, radio, operation("archive").returns()), returned(Json(huts)));
}

TEST_F(keeps_the_huts_informed, WhenThereIsNone) {
  auto archive = operation("archive").takes(2s).returns();
  EXPECT_THAT(subject.call(kSend, bulletin, some_huts(0), operation("radio"), archive),
              AllOf(returned(Json::array()), took(2s)));
  EXPECT_EQ(archive.ended(), 1u) << "the bulletin is archived, also when nobody hears it";
}

TEST_F(keeps_the_huts_informed, WhenTheSameHutIsNamedTwice) {
  auto huts = some_huts(2);
  huts.push_back(huts[0]);
  auto radio = operation("radio").takes(1s).throws("ConnectError", "no answer");
  EXPECT_THAT(subject.call(kSend, bulletin, huts, radio, operation("archive").returns()), returned(Json(huts)));
  expect_called(radio, huts);
}

TEST_F(keeps_the_huts_informed, WhileTheBulletinIsArchived) {
  auto radio = operation("radio").takes(2s).returns();
  auto archive = operation("archive").takes(11s).returns();
  EXPECT_THAT(subject.call(kSend, bulletin, some_huts(3), radio, archive), AllOf(returned(Json::array()), took(11s)))
      << "the archive takes 11 s and three huts take 6 s, at the same time";
  ASSERT_EQ(archive.started(), 1u) << "the bulletin is archived once";
  EXPECT_EQ(archive.attempts()[0].args, Json{bulletin}) << "the words that are archived";
  EXPECT_EQ(describe(archive.attempts()[0].started), describe(0ns)) << "the archive does not wait for the huts";
  EXPECT_EQ(describe(radio.attempts()[0].started), describe(0ns)) << "the huts do not wait for the archive";
}

TEST_F(keeps_the_huts_informed, AlsoWhenTheArchiveFailsMeanwhile) {
  const auto huts = some_huts(4);
  auto radio = operation("radio").takes(3s).returns();
  auto archive = operation("archive").takes(4s).throws("Error", "disk full");
  EXPECT_THAT(subject.call(kSend, bulletin, huts, radio, archive), AllOf(threw("Error"), took(12s)))
      << "every hut hears the bulletin before the error comes out";
  expect_called(radio, huts);
  EXPECT_EQ(radio.cancelled(), 0u) << "a hut was cut off in the middle of the bulletin";
}

TEST_F(keeps_the_huts_informed, AlsoWhenTheArchiveFailsAtOnce) {
  const auto huts = some_huts(3);
  auto radio = operation("radio").takes(3s).returns();
  EXPECT_THAT(subject.call(kSend, bulletin, huts, radio, operation("archive").throws("Error", "disk full")),
              AllOf(threw("Error"), took(9s)))
      << "every hut hears the bulletin before the error comes out";
  expect_called(radio, huts);
}

TEST_F(keeps_the_huts_informed, InEachOfSeveralCallsAtOnce) {
  std::vector<std::vector<std::string>> huts;
  std::vector<Operation> radios;
  std::vector<Call> calls;
  for (std::size_t i = 0; i < 4; ++i) {
    huts.push_back(some_huts(i + 1));
    radios.push_back(
        operation("radio").takes(seconds(i + 1)).throws("ConnectError", "no answer").then().takes(1s).returns());
    calls.push_back(subject.start(kSend, bulletin, huts[i], radios[i], operation("archive").takes(2s).returns()));
  }
  for (std::size_t i = 0; i < calls.size(); ++i) {
    EXPECT_THAT(calls[i].outcome(), returned(Json{huts[i][0]}));
    expect_called(radios[i], huts[i]);
  }
}

TEST_F(keeps_the_huts_informed, AlsoInRealTime) {
  World real{Time::kReal};
  const auto huts = some_huts(2);
  auto radio = operation("radio").takes(20ms).throws("ConnectError", "no answer");
  EXPECT_THAT(real.subject.call(kSend, bulletin, huts, radio, operation("archive").takes(10ms).returns()),
              AllOf(returned(Json(huts)), took_at_least(40ms)));
}
