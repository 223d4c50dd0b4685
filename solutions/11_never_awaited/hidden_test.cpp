#include <array>
#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kClose = "close_lot";
constexpr std::array kErrors{"ConnectError", "TransportError",    "TimeoutError",
                             "StatusError",  "InvalidStateError", "Error"};

class AuctionTest : public Test {
 protected:
  Call start(const Operation& payment, const Operation& entry, const Operation& message) {
    return subject.start(kClose, lot, bidder, price, payment, entry, message);
  }
  Outcome close(const Operation& payment, const Operation& entry, const Operation& message) {
    return start(payment, entry, message).outcome();
  }
  /// A duration between one and nine seconds that is no round number of anything.
  Duration a_while() { return milliseconds(number(1'000, 8'999)) + microseconds(567); }
  Json sale(bool told) const { return {{"receipt", receipt}, {"told", told}}; }
  std::string notes() {
    std::string list;
    for (const Json& diagnostic : subject.diagnostics()) list += diagnostic.value("text", "") + "\n";
    return list;
  }
  void expect_nothing_left() {
    EXPECT_EQ(subject.left_behind(), LeftBehind{}) << "the sale is over, and something is still running";
    EXPECT_EQ(notes(), "") << "every task that is made is awaited";
  }
  static void expect_begun_at(const Operation& step, Duration moment) {
    ASSERT_EQ(step.started(), 1u) << step.name() << " is called once";
    EXPECT_EQ(describe(step.attempts()[0].started), describe(moment)) << "when " << step.name() << " began";
  }

  const std::string lot = "lot " + std::to_string(number(1, 999)) + ", a " + word();
  const std::string bidder = word();
  const int price = number(1, 9'999);
  const std::string receipt = "R-" + word();

  Operation charge = operation("charge").takes(1s).returns(receipt);
  Operation audit = operation("audit").takes(1s).returns();
  Operation notify = operation("notify").takes(1s).returns();
};

}  // namespace

#define AUCTION_CRITERION(id) \
  class id : public AuctionTest {}

AUCTION_CRITERION(writes_the_ledger);

TEST_F(writes_the_ledger, OnceForEachSale) {
  close(charge, audit, notify);
  ASSERT_EQ(audit.started(), 1u) << "a sale makes one entry";
  EXPECT_EQ(audit.attempts()[0].args, Json({lot, receipt})) << "what the entry says";
}

TEST_F(writes_the_ledger, BeforeTheSaleIsClosed) {
  audit.takes(a_while());
  close(charge, audit, notify);
  EXPECT_EQ(audit.ended(), 1u) << "the sale is closed, and its entry is not complete";
}

TEST_F(writes_the_ledger, OrSaysWhyItCouldNot) {
  for (const char* type : kErrors) {
    const std::string message = "no ink " + word();
    EXPECT_THAT(close(charge, operation("audit").takes(1s).throws(type, message), notify), threw(type, message));
  }
}

TEST_F(writes_the_ledger, OrSaysWhyItCouldNotWhateverItIs) {
  const std::string message = "no ink " + word();
  EXPECT_THAT(close(charge, operation("audit").takes(1s).throws("std::runtime_error", message), notify),
              threw("std::runtime_error", message));
}

TEST_F(writes_the_ledger, OrSaysAtOnceWhyItCouldNot) {
  const std::string message = "no ink " + word();
  EXPECT_THAT(close(charge, operation("audit").throws("TransportError", message), notify),
              threw("TransportError", message));
}

TEST_F(writes_the_ledger, AlsoWhenTheBidderCannotBeTold) {
  close(charge, audit, operation("notify").takes(1s).throws("ConnectError", "no such number"));
  EXPECT_EQ(audit.ended(), 1u) << "the sale is closed, and its entry is not complete";
}

TEST_F(writes_the_ledger, ForOneSaleAfterTheOther) {
  for (std::size_t i = 1; i <= 3; ++i) {
    close(charge, audit, notify);
    EXPECT_EQ(audit.ended(), i) << "each sale makes one entry";
  }
}

AUCTION_CRITERION(tells_the_bidder);

TEST_F(tells_the_bidder, OnceForEachSale) {
  EXPECT_THAT(close(charge, audit, notify), returned(sale(true)));
  ASSERT_EQ(notify.started(), 1u) << "a sale makes one message";
  EXPECT_EQ(notify.attempts()[0].args, Json({bidder, receipt})) << "who is told, and what";
}

TEST_F(tells_the_bidder, BeforeTheSaleIsClosed) {
  notify.takes(a_while());
  EXPECT_THAT(close(charge, audit, notify), returned(sale(true)));
  EXPECT_EQ(notify.ended(), 1u) << "the sale is closed, and its message has not arrived";
}

TEST_F(tells_the_bidder, OrSaysThatTheMessageDidNotArrive) {
  for (const char* type : kErrors) {
    EXPECT_THAT(close(charge, audit, operation("notify").takes(1s).throws(type, word())), returned(sale(false)))
        << "the message failed: " << type;
  }
}

TEST_F(tells_the_bidder, OrSaysThatTheMessageCouldNotEvenBegin) {
  EXPECT_THAT(close(charge, audit, operation("notify").throws("ConnectError", "no such number")),
              returned(sale(false)));
}

TEST_F(tells_the_bidder, OrSaysThatTheMessageFailedAfterALongTime) {
  const auto outcome = close(charge, audit, operation("notify").takes(90s).throws("TransportError", "line is dead"));
  EXPECT_THAT(outcome, returned(sale(false)));
}

TEST_F(tells_the_bidder, InEachOfSeveralSalesAtOnce) {
  auto unreachable = operation("notify").takes(2s).throws("ConnectError", "no such number");
  auto first = start(charge, audit, notify);
  auto second = start(charge, audit, unreachable);
  EXPECT_THAT(first.outcome(), returned(sale(true)));
  EXPECT_THAT(second.outcome(), returned(sale(false)));
}

AUCTION_CRITERION(waits_for_each_step);

TEST_F(waits_for_each_step, BeforeItTakesTheNext) {
  const Duration paying = a_while();
  const Duration writing = a_while();
  const Duration telling = a_while();
  const auto outcome = close(charge.takes(paying), audit.takes(writing), notify.takes(telling));
  EXPECT_THAT(outcome, AllOf(returned(sale(true)), took(paying + writing + telling)));
  expect_begun_at(charge, 0s);
  expect_begun_at(audit, paying);
  expect_begun_at(notify, paying + writing);
}

TEST_F(waits_for_each_step, AlsoWhenTheLedgerIsSlow) {
  EXPECT_THAT(close(charge, audit.takes(80s), notify), AllOf(returned(sale(true)), took(82s)));
  expect_begun_at(notify, 81s);
}

TEST_F(waits_for_each_step, AlsoWhenAllOfThemAreQuick) {
  auto quick = operation("charge").returns(receipt);
  EXPECT_THAT(close(quick, operation("audit").returns(), operation("notify").returns()),
              AllOf(returned(sale(true)), took(0s)));
}

TEST_F(waits_for_each_step, AndAnnouncesNothingThatIsNotInTheLedger) {
  EXPECT_THAT(close(charge, operation("audit").takes(2s).throws("Error", "no ink"), notify),
              AllOf(threw("Error"), took(3s)));
  subject.settle();
  EXPECT_EQ(notify.started(), 0u) << "the entry failed, and the bidder was told of the sale nevertheless";
}

TEST_F(waits_for_each_step, AndLeavesNothingRunning) {
  EXPECT_THAT(close(charge, audit, notify), returned(sale(true)));
  expect_nothing_left();
}

TEST_F(waits_for_each_step, AndLeavesNothingRunningWhenTheBidderCannotBeTold) {
  EXPECT_THAT(close(charge, audit, operation("notify").takes(1s).throws("ConnectError", "no such number")),
              returned(sale(false)));
  expect_nothing_left();
}

TEST_F(waits_for_each_step, AndLeavesNothingRunningWhenTheLedgerFails) {
  EXPECT_THAT(close(charge, operation("audit").takes(1s).throws("Error", "no ink"), notify), threw("Error"));
  expect_nothing_left();
}

AUCTION_CRITERION(keeps_selling);

TEST_F(keeps_selling, ForThePriceThatWasBid) {
  EXPECT_THAT(close(charge, audit, notify), returned(sale(true)));
  ASSERT_EQ(charge.started(), 1u) << "the money is taken once";
  EXPECT_EQ(charge.attempts()[0].args, Json({bidder, price})) << "who pays, and how much";
}

TEST_F(keeps_selling, AndGivesTheReceiptOfEachSale) {
  std::vector<Call> calls;
  std::vector<Json> sales;
  for (int i = 0; i < 4; ++i) {
    sales.push_back({{"receipt", word()}, {"told", true}});
    calls.push_back(start(operation("charge").takes(seconds(4 - i)).returns(sales.back()["receipt"]), audit, notify));
  }
  for (std::size_t i = 0; i < calls.size(); ++i) EXPECT_THAT(calls[i].outcome(), returned(sales[i]));
}

TEST_F(keeps_selling, UnlessTheCardIsRefused) {
  for (const char* type : kErrors) {
    const std::string message = "refused " + word();
    EXPECT_THAT(close(operation("charge").takes(2s).throws(type, message), audit, notify),
                AllOf(threw(type, message), took(2s)));
  }
  EXPECT_EQ(audit.started(), 0u) << "there was no payment, and an entry was made nevertheless";
  EXPECT_EQ(notify.started(), 0u) << "there was no payment, and the bidder was told of a sale";
  expect_nothing_left();
}

TEST_F(keeps_selling, UntilItIsCancelledDuringThePayment) {
  auto call = start(charge.takes(10s), audit, notify);
  subject.advance(3s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(3s)));
  EXPECT_EQ(charge.cancelled(), 1u) << "the payment goes on, and nobody waits for it";
  EXPECT_EQ(audit.started(), 0u) << "no step begins once the caller has been cancelled";
  EXPECT_EQ(notify.started(), 0u) << "no step begins once the caller has been cancelled";
  expect_nothing_left();
}

TEST_F(keeps_selling, UntilItIsCancelledWhileTheEntryIsMade) {
  auto call = start(charge, audit.takes(10s), notify);
  subject.advance(3s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(3s)));
  EXPECT_EQ(audit.cancelled(), 1u) << "the entry goes on, and nobody waits for it";
  EXPECT_EQ(notify.started(), 0u) << "no step begins once the caller has been cancelled";
  expect_nothing_left();
}

TEST_F(keeps_selling, UntilItIsCancelledWhileTheMessageIsSent) {
  auto call = start(charge, audit, notify.takes(10s));
  subject.advance(5s);
  call.cancel();
  EXPECT_THAT(call.outcome(), AllOf(threw("CancelledError"), took(5s)))
      << "a caller that was cancelled hears of a cancellation, not of a sale";
  EXPECT_EQ(notify.cancelled(), 1u) << "the message goes on, and nobody waits for it";
  expect_nothing_left();
}

TEST_F(keeps_selling, AlsoInRealTime) {
  World real{Time::kReal};
  auto slow = operation("charge").takes(20ms).returns(receipt);
  EXPECT_THAT(real.subject.call(kClose, lot, bidder, price, slow, operation("audit").takes(20ms).returns(),
                                operation("notify").takes(20ms).returns()),
              AllOf(returned(sale(true)), took_at_least(60ms)));
}
