#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kNotDone = "nothing was delivered yet, and the wait is over";

class MailboxTest : public Test {
 protected:
  Json make_mailbox() { return subject.call("make_mailbox").value; }
  Json letter() { return {{"sails", number(0, 1) == 1}, {"at", number(14, 22)}, {"signed", word()}}; }
  static Json error(const std::string& type, const std::string& message) {
    return {{"type", type}, {"message", message}};
  }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  Outcome deliver(const Json& mailbox, const Json& content) { return subject.call("deliver", mailbox, content); }
  Outcome deliver_error(const Json& mailbox, const Json& content) {
    return subject.call("deliver_error", mailbox, content);
  }
  Outcome receive(const Json& mailbox) { return subject.call("receive", mailbox); }
  Outcome filled(const Json& mailbox) { return subject.call("filled", mailbox); }
  std::vector<Call> start_waiting(const Json& mailbox, int count) {
    std::vector<Call> calls;
    for (int i = 0; i < count; ++i) calls.push_back(subject.start("receive", mailbox));
    subject.settle();
    return calls;
  }
};

}  // namespace

#define MAILBOX_CRITERION(id) \
  class id : public MailboxTest {}

MAILBOX_CRITERION(hands_out_the_letter);

TEST_F(hands_out_the_letter, ToOneWhoWaits) {
  const Json box = make_mailbox();
  const Json content = letter();
  auto waits = subject.start("receive", box);
  subject.advance(3s);
  EXPECT_FALSE(waits.done()) << kNotDone;
  EXPECT_THAT(deliver(box, content), returned());
  EXPECT_THAT(waits.outcome(), returned(content));
}

TEST_F(hands_out_the_letter, AtTheMomentItIsThere) {
  const Json box = make_mailbox();
  const auto pause = odd_duration(1'000, 9'000);
  auto waits = subject.start("receive", box);
  subject.advance(pause);
  EXPECT_FALSE(waits.done()) << kNotDone;
  EXPECT_THAT(deliver(box, letter()), AllOf(returned(), took(0s))) << "to deliver is no wait";
  EXPECT_THAT(waits.outcome(), AllOf(returned(), took(pause)));
}

TEST_F(hands_out_the_letter, ToEachOfManyWhoWait) {
  const Json box = make_mailbox();
  const Json content = letter();
  auto calls = start_waiting(box, number(4, 9));
  subject.advance(1s);
  deliver(box, content);
  for (Call& call : calls) EXPECT_THAT(call.outcome(), AllOf(returned(content), took(1s)));
}

TEST_F(hands_out_the_letter, ToThoseWhoBeganToWaitAtDifferentTimes) {
  const Json box = make_mailbox();
  const Json content = letter();
  auto first = subject.start("receive", box);
  subject.advance(2s);
  auto second = subject.start("receive", box);
  subject.advance(3s);
  deliver(box, content);
  EXPECT_THAT(first.outcome(), AllOf(returned(content), took(5s)));
  EXPECT_THAT(second.outcome(), AllOf(returned(content), took(3s)));
}

TEST_F(hands_out_the_letter, ToOneWhoAsksLater) {
  const Json box = make_mailbox();
  const Json content = letter();
  deliver(box, content);
  subject.advance(5s);
  EXPECT_THAT(receive(box), AllOf(returned(content), took(0s))) << "the letter had been delivered";
}

TEST_F(hands_out_the_letter, ToEverybodyWhoAsksLater) {
  const Json box = make_mailbox();
  const Json content = letter();
  deliver(box, content);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(receive(box), AllOf(returned(content), took(0s))) << "the letter stays for the others";
  }
}

TEST_F(hands_out_the_letter, ToThoseWhoWaitedAndToThoseWhoAskLater) {
  const Json box = make_mailbox();
  const Json content = letter();
  auto calls = start_waiting(box, 2);
  deliver(box, content);
  for (Call& call : calls) EXPECT_THAT(call.outcome(), returned(content));
  EXPECT_THAT(receive(box), returned(content)) << "the letter stays for the others";
}

TEST_F(hands_out_the_letter, HoweverShortItIs) {
  for (const Json& content : std::vector<Json>{nullptr, false, 0, "", Json::array(), Json::object()}) {
    const Json box = make_mailbox();
    auto waits = subject.start("receive", box);
    subject.advance(1s);
    deliver(box, content);
    EXPECT_THAT(waits.outcome(), returned(content)) << "a short letter is a letter";
    EXPECT_THAT(receive(box), returned(content)) << "a short letter is a letter";
  }
}

TEST_F(hands_out_the_letter, OfItsOwnMailboxAndOfNoOther) {
  const Json mine = make_mailbox();
  const Json other = make_mailbox();
  const Json content = letter();
  const Json other_content = word();
  auto waits = subject.start("receive", mine);
  deliver(other, other_content);
  subject.advance(1s);
  EXPECT_FALSE(waits.done()) << "the letter was for another mailbox";
  deliver(mine, content);
  EXPECT_THAT(waits.outcome(), returned(content));
  EXPECT_THAT(receive(other), returned(other_content));
}

MAILBOX_CRITERION(hands_out_the_error);

TEST_F(hands_out_the_error, ToOneWhoWaits) {
  const Json box = make_mailbox();
  const std::string message = word();
  const auto pause = odd_duration(1'000, 9'000);
  auto waits = subject.start("receive", box);
  subject.advance(pause);
  EXPECT_FALSE(waits.done()) << kNotDone;
  EXPECT_THAT(deliver_error(box, error("TransportError", message)), AllOf(returned(), took(0s)))
      << "the error is for those who wait";
  EXPECT_THAT(waits.outcome(), AllOf(threw("TransportError", message), took(pause)));
}

TEST_F(hands_out_the_error, ToEachOfManyWhoWait) {
  const Json box = make_mailbox();
  const std::string message = word();
  auto calls = start_waiting(box, number(3, 6));
  subject.advance(1s);
  deliver_error(box, error("ConnectError", message));
  for (Call& call : calls) EXPECT_THAT(call.outcome(), AllOf(threw("ConnectError", message), took(1s)));
}

TEST_F(hands_out_the_error, ToEverybodyWhoAsksLater) {
  const Json box = make_mailbox();
  const std::string message = word();
  deliver_error(box, error("TransportError", message));
  subject.advance(1s);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(receive(box), AllOf(threw("TransportError", message), took(0s))) << "the error stays for the others";
  }
}

TEST_F(hands_out_the_error, WhateverItsType) {
  for (const char* type : {"TimeoutError", "StatusError", "JsonError", "InvalidStateError", "Error"}) {
    const Json box = make_mailbox();
    const std::string message = word();
    auto waits = subject.start("receive", box);
    subject.advance(1s);
    deliver_error(box, error(type, message));
    EXPECT_THAT(waits.outcome(), threw(type, message)) << "the error comes out as it was delivered";
  }
}

TEST_F(hands_out_the_error, AlsoOneThatIsNotOfTheKit) {
  const Json box = make_mailbox();
  const std::string message = word();
  auto waits = subject.start("receive", box);
  subject.advance(1s);
  deliver_error(box, error("std::runtime_error", message));
  EXPECT_THAT(waits.outcome(), threw("std::runtime_error", message)) << "the error comes out as it was delivered";
  EXPECT_THAT(receive(box), threw("std::runtime_error", message)) << "the error comes out as it was delivered";
}

TEST_F(hands_out_the_error, OfItsOwnMailboxAndOfNoOther) {
  const Json mine = make_mailbox();
  const Json other = make_mailbox();
  const Json content = letter();
  auto waits = subject.start("receive", mine);
  deliver_error(other, error("TransportError", word()));
  deliver(mine, content);
  EXPECT_THAT(waits.outcome(), returned(content)) << "the error was for another mailbox";
  EXPECT_THAT(receive(other), threw("TransportError"));
}

MAILBOX_CRITERION(is_filled_once);

TEST_F(is_filled_once, AndIsEmptyBefore) {
  const Json box = make_mailbox();
  EXPECT_THAT(filled(box), returned(false)) << "nothing was delivered";
  auto calls = start_waiting(box, 2);
  subject.advance(2s);
  EXPECT_THAT(filled(box), returned(false)) << "somebody waits, and nothing was delivered";
  deliver(box, letter());
  EXPECT_THAT(filled(box), returned(true)) << "a letter was delivered";
}

TEST_F(is_filled_once, AlsoByAnError) {
  const Json box = make_mailbox();
  EXPECT_THAT(filled(box), returned(false)) << "nothing was delivered";
  deliver_error(box, error("TransportError", word()));
  EXPECT_THAT(filled(box), returned(true)) << "an error was delivered";
}

TEST_F(is_filled_once, AlsoByAShortLetter) {
  for (const Json& content : std::vector<Json>{nullptr, false, "", Json::object()}) {
    const Json box = make_mailbox();
    deliver(box, content);
    EXPECT_THAT(filled(box), returned(true)) << "a short letter is a letter";
    EXPECT_THAT(deliver(box, letter()), threw("InvalidStateError")) << "a short letter is a letter";
  }
}

TEST_F(is_filled_once, AndStaysFilledWhenItWasRead) {
  const Json box = make_mailbox();
  auto waits = subject.start("receive", box);
  deliver(box, letter());
  EXPECT_THAT(waits.outcome(), returned());
  receive(box);
  EXPECT_THAT(filled(box), returned(true)) << "the letter was read, and is still there";
  EXPECT_THAT(deliver(box, letter()), threw("InvalidStateError")) << "the letter was read, and is still there";
}

TEST_F(is_filled_once, AndRefusesALetterAfterALetter) {
  const Json box = make_mailbox();
  const Json first = letter();
  deliver(box, first);
  EXPECT_THAT(deliver(box, word()), threw("InvalidStateError"));
  EXPECT_THAT(receive(box), returned(first)) << "the first letter counts";
}

TEST_F(is_filled_once, AndRefusesTheSameLetterAgain) {
  const Json box = make_mailbox();
  const Json content = letter();
  deliver(box, content);
  EXPECT_THAT(deliver(box, content), threw("InvalidStateError"));
}

TEST_F(is_filled_once, AndRefusesAnErrorAfterALetter) {
  const Json box = make_mailbox();
  const Json first = letter();
  deliver(box, first);
  EXPECT_THAT(deliver_error(box, error("TransportError", word())), threw("InvalidStateError"));
  EXPECT_THAT(receive(box), returned(first)) << "the first delivery counts";
}

TEST_F(is_filled_once, AndRefusesALetterAfterAnError) {
  const Json box = make_mailbox();
  deliver_error(box, error("TransportError", word()));
  const std::string before = describe(receive(box));
  EXPECT_THAT(deliver(box, letter()), threw("InvalidStateError"));
  EXPECT_EQ(describe(receive(box)), before) << "the first delivery counts";
}

TEST_F(is_filled_once, AndRefusesAnErrorAfterAnError) {
  const Json box = make_mailbox();
  deliver_error(box, error("TransportError", word()));
  const std::string before = describe(receive(box));
  EXPECT_THAT(deliver_error(box, error("ConnectError", word())), threw("InvalidStateError"));
  EXPECT_EQ(describe(receive(box)), before) << "the first delivery counts";
}

TEST_F(is_filled_once, WhenTwoDeliverAtTheSameMoment) {
  const Json box = make_mailbox();
  const Json first = letter();
  auto waits = subject.start("receive", box);
  auto delivery = subject.start("deliver", box, first);
  auto late_delivery = subject.start("deliver", box, word());
  EXPECT_THAT(delivery.outcome(), returned());
  EXPECT_THAT(late_delivery.outcome(), threw("InvalidStateError"));
  EXPECT_THAT(waits.outcome(), returned(first)) << "the first letter counts";
}

TEST_F(is_filled_once, AlsoByATask) {
  const Json box = make_mailbox();
  auto brings = subject.start("fill_from", box, operation("sender").takes(2s).returns(letter()));
  subject.advance(1s);
  EXPECT_THAT(filled(box), returned(false)) << "the sender is still under way";
  subject.advance(2s);
  EXPECT_TRUE(brings.done()) << "the sender has ended";
  EXPECT_THAT(filled(box), returned(true)) << "the sender has ended, and its letter is in the mailbox";
  EXPECT_THAT(deliver(box, letter()), threw("InvalidStateError")) << "the sender has filled the mailbox";
}

MAILBOX_CRITERION(spares_the_other_waiters);

TEST_F(spares_the_other_waiters, WhenTheFirstOneIsCancelled) {
  const Json box = make_mailbox();
  auto calls = start_waiting(box, 3);
  subject.advance(2s);
  calls[0].cancel();
  EXPECT_THAT(calls[0].outcome(), AllOf(threw("CancelledError"), took(2s)));
  subject.advance(2s);
  EXPECT_FALSE(calls[1].done()) << "another one was cancelled, and this wait is over";
  deliver(box, letter());
  EXPECT_THAT(calls[1].outcome(), returned()) << "another one was cancelled, this one was not";
  EXPECT_THAT(calls[2].outcome(), returned()) << "another one was cancelled, this one was not";
}

TEST_F(spares_the_other_waiters, WhenTheLastOneIsCancelled) {
  const Json box = make_mailbox();
  auto calls = start_waiting(box, 3);
  subject.advance(2s);
  calls[2].cancel();
  EXPECT_THAT(calls[2].outcome(), AllOf(threw("CancelledError"), took(2s)));
  subject.advance(2s);
  deliver(box, letter());
  EXPECT_THAT(calls[0].outcome(), returned()) << "another one was cancelled, this one was not";
  EXPECT_THAT(calls[1].outcome(), returned()) << "another one was cancelled, this one was not";
}

TEST_F(spares_the_other_waiters, WhenAllButOneAreCancelled) {
  const Json box = make_mailbox();
  auto calls = start_waiting(box, 5);
  for (const std::size_t i : {4u, 0u, 2u, 1u}) {
    subject.advance(1s);
    calls[i].cancel();
    EXPECT_THAT(calls[i].outcome(), threw("CancelledError"));
  }
  deliver(box, letter());
  EXPECT_THAT(calls[3].outcome(), returned()) << "the others were cancelled, this one was not";
}

TEST_F(spares_the_other_waiters, AndThoseWhoComeWhenAllWereCancelled) {
  const Json box = make_mailbox();
  for (Call& call : start_waiting(box, 2)) {
    call.cancel();
    EXPECT_THAT(call.outcome(), threw("CancelledError"));
  }
  EXPECT_THAT(filled(box), returned(false)) << "two who waited were cancelled, and nothing was delivered";
  auto waits = subject.start("receive", box);
  subject.advance(1s);
  EXPECT_THAT(deliver(box, letter()), returned()) << "two who waited were cancelled; the mailbox itself was not";
  EXPECT_THAT(waits.outcome(), returned());
  EXPECT_THAT(receive(box), returned());
}

TEST_F(spares_the_other_waiters, WhenAnErrorIsWhatComes) {
  const Json box = make_mailbox();
  auto calls = start_waiting(box, 2);
  calls[0].cancel();
  EXPECT_THAT(calls[0].outcome(), threw("CancelledError"));
  subject.advance(1s);
  EXPECT_THAT(deliver_error(box, error("TransportError", word())), returned());
  subject.advance(1s);
  EXPECT_TRUE(calls[1].done()) << "an error was delivered, and somebody still waits";
}

TEST_F(spares_the_other_waiters, AndTheTaskThatBringsTheLetter) {
  const Json box = make_mailbox();
  auto sender = operation("sender").takes(5s).returns(letter());
  auto brings = subject.start("fill_from", box, sender);
  auto calls = start_waiting(box, 2);
  subject.advance(2s);
  calls[0].cancel();
  EXPECT_THAT(calls[0].outcome(), threw("CancelledError"));
  EXPECT_THAT(calls[1].outcome(), returned()) << "another one was cancelled, this one was not";
  EXPECT_THAT(brings.outcome(), returned());
  EXPECT_EQ(sender.cancelled(), 0u) << "the sender was cancelled; somebody still waited for its letter";
}

TEST_F(spares_the_other_waiters, AndLeavesNothingOfTheWait) {
  const Json box = make_mailbox();
  auto waits = subject.start("receive", box);
  subject.advance(1s);
  waits.cancel();
  EXPECT_THAT(waits.outcome(), threw("CancelledError"));
  EXPECT_TRUE(subject.left_behind().nothing()) << "the one who waited was cancelled; " << subject.left_behind();
  EXPECT_THAT(deliver(box, letter()), returned());
}

MAILBOX_CRITERION(is_filled_by_a_task);

TEST_F(is_filled_by_a_task, ThatBringsALetter) {
  const Json box = make_mailbox();
  const Json content = letter();
  const auto pause = odd_duration(1'000, 9'000);
  auto waits = subject.start("receive", box);
  auto sender = operation("sender").takes(pause).returns(content);
  EXPECT_THAT(subject.call("fill_from", box, sender), AllOf(returned(), took(pause)));
  EXPECT_THAT(waits.outcome(), AllOf(returned(content), took(pause)));
  EXPECT_EQ(sender.started(), 1u) << "times the sender was run";
}

TEST_F(is_filled_by_a_task, AndNoSoonerThanTheTaskEnds) {
  const Json box = make_mailbox();
  subject.start("fill_from", box, operation("sender").takes(4s).returns(letter()));
  auto waits = subject.start("receive", box);
  subject.advance(3s);
  EXPECT_THAT(filled(box), returned(false)) << "the sender is still under way";
  EXPECT_FALSE(waits.done()) << "the sender is still under way, and the wait is over";
  subject.advance(2s);
  EXPECT_TRUE(waits.done()) << "the sender has ended, and somebody still waits";
  EXPECT_THAT(filled(box), returned(true)) << "the sender has ended";
}

TEST_F(is_filled_by_a_task, ForThoseWhoAskLater) {
  const Json box = make_mailbox();
  const Json content = letter();
  EXPECT_THAT(subject.call("fill_from", box, operation("sender").returns(content)), returned());
  EXPECT_THAT(receive(box), returned(content));
}

TEST_F(is_filled_by_a_task, ThatFails) {
  const Json box = make_mailbox();
  const std::string message = word();
  auto calls = start_waiting(box, 2);
  auto brings = subject.start("fill_from", box, operation("sender").takes(3s).throws("TransportError", message));
  subject.advance(4s);
  for (Call& call : calls) {
    EXPECT_TRUE(call.done()) << "the sender has failed, and somebody still waits";
    EXPECT_THAT(call.outcome(), AllOf(threw("TransportError", message), took(3s)));
  }
  EXPECT_THAT(brings.outcome(), AllOf(returned(), took(3s))) << "the error is for those who wait for the letter";
}

TEST_F(is_filled_by_a_task, ThatFailsInOtherWays) {
  for (const char* type : {"TimeoutError", "ConnectError", "JsonError", "std::runtime_error"}) {
    const Json box = make_mailbox();
    const std::string message = word();
    EXPECT_THAT(subject.call("fill_from", box, operation("sender").takes(1s).throws(type, message)), returned())
        << "the error is for those who wait for the letter";
    EXPECT_THAT(receive(box), threw(type, message)) << "the sender's error comes out as it is";
  }
}

TEST_F(is_filled_by_a_task, ThatThrowsWhatIsNoStandardException) {
  const Json box = make_mailbox();
  EXPECT_THAT(subject.call("fill_from", box, operation("sender").takes(1s).throws("int", "")), returned())
      << "the error is for those who wait for the letter";
  EXPECT_THAT(receive(box), threw("::int")) << "the sender's error comes out as it is";
}

TEST_F(is_filled_by_a_task, ThatIsCancelled) {
  const Json box = make_mailbox();
  auto calls = start_waiting(box, 2);
  auto sender = operation("sender").hangs();
  auto brings = subject.start("fill_from", box, sender);
  subject.advance(3s);
  brings.cancel();
  EXPECT_THAT(brings.outcome(), AllOf(threw("CancelledError"), took(3s))) << "the one who filled it was cancelled";
  EXPECT_EQ(sender.cancelled(), 1u) << "times the sender was cancelled";
  for (Call& call : calls) {
    EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(3s)))
        << "the sender was cancelled: no letter will come";
  }
}

TEST_F(is_filled_by_a_task, ThatIsCancelledBeforeAnybodyWaits) {
  const Json box = make_mailbox();
  auto brings = subject.start("fill_from", box, operation("sender").takes(9s).returns(letter()));
  subject.advance(3s);
  brings.cancel();
  EXPECT_THAT(brings.outcome(), threw("CancelledError"));
  EXPECT_THAT(receive(box), AllOf(threw("CancelledError"), took(0s)))
      << "the sender was cancelled: no letter will come";
  EXPECT_THAT(filled(box), returned(true)) << "the news that no letter will come is in it";
}

TEST_F(is_filled_by_a_task, ThatNeedsTimeToCleanUp) {
  const Json box = make_mailbox();
  auto waits = subject.start("receive", box);
  auto sender = operation("sender").hangs().cleanup_takes(2s);
  auto brings = subject.start("fill_from", box, sender);
  subject.advance(1s);
  brings.cancel();
  EXPECT_THAT(brings.outcome(), AllOf(threw("CancelledError"), took(3s)))
      << "cancelled after 1 s, and the sender's clean-up takes 2 s";
  EXPECT_EQ(sender.ended(), 1u) << "the call has ended, and the sender is still cleaning up";
  EXPECT_THAT(waits.outcome(), threw("CancelledError")) << "the sender was cancelled: no letter will come";
}

TEST_F(is_filled_by_a_task, AndLeavesNothingRunning) {
  const Json box = make_mailbox();
  const Json content = letter();
  auto waits = subject.start("receive", box);
  EXPECT_THAT(subject.call("fill_from", box, operation("sender").takes(2s).returns(content)), returned());
  EXPECT_THAT(waits.outcome(), returned(content));
  EXPECT_TRUE(subject.left_behind().nothing()) << subject.left_behind();
}
