#include "grader/proctor/failure_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <mock_server/testing/matchers.hpp>

#include "grader/proctor/outcome.hpp"

namespace proctor {
namespace {

using namespace std::chrono_literals;

// What GoogleTest itself says when `check` fails, so that a new version of it cannot change its words unnoticed.
template <class Check>
FailureText text_of(Check check) {
  ::testing::TestPartResultArray results;
  {
    const ::testing::ScopedFakeTestPartResultReporter reporter(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
    check();
  }
  EXPECT_EQ(results.size(), 1);
  return student_text(results.GetTestPartResult(0).message());
}

TEST(FailureText, QuotesAMatchersOwnWords) {
  const Outcome outcome{.kind = Outcome::Kind::kReturned, .value = {{"id", 7}}, .started = 0ms, .ended = 150ms};
  const FailureText text = text_of([&] { EXPECT_THAT(outcome, threw("TimeoutError")) << "the server hung"; });
  EXPECT_EQ(text.expected, "threw TimeoutError");
  EXPECT_EQ(text.got, "returned {\"id\":7} after 150 ms");
  EXPECT_EQ(text.message, "the server hung");
}

TEST(FailureText, KeepsAMatchersExplanationAndDropsTheType) {
  const std::vector<int> order{1, 3};
  const FailureText text = text_of([&] { EXPECT_THAT(order, ::testing::ElementsAre(1, 2)); });
  EXPECT_EQ(text.got, "{ 1, 3 }, whose element #1 doesn't match");
}

TEST(FailureText, KeepsTheRequestsThatAMatcherOfTheJournalLists) {
  mock_server::Journal journal;
  mock_server::Exchange exchange;
  exchange.request.path = "/flaky";
  journal.open(exchange);
  const FailureText text = text_of([&] { EXPECT_THAT(journal, mock_server::requests("/flaky", 2)) << "tries again"; });
  EXPECT_EQ(text.expected, "exactly 2 requests to /flaky");
  EXPECT_EQ(text.got, "1 request\n#0  at 0 ms  /flaky  request not complete");
  EXPECT_EQ(text.message, "tries again");
  const auto exchanges = journal.snapshot();
  EXPECT_EQ(text_of([&] { EXPECT_THAT(exchanges, mock_server::requests("/flaky", 2)); }).got, text.got);
}

TEST(FailureText, LeavesOutTheExpressionOfATruthCheck) {
  const bool secret_expression = false;
  const FailureText text = text_of([&] { EXPECT_TRUE(secret_expression) << "the request must be cancelled"; });
  EXPECT_EQ(text.expected, "");
  EXPECT_EQ(text.got, "");
  EXPECT_EQ(text.message, "the request must be cancelled");
}

TEST(FailureText, TellsBothSidesOfAnEquality) {
  const std::size_t attempts = 5;
  const FailureText text = text_of([&] { EXPECT_EQ(attempts, 4U) << "requests"; });
  EXPECT_EQ(text.got, "5");
  EXPECT_EQ(text.expected, "4");
  EXPECT_EQ(text.message, "requests");
}

TEST(FailureText, TellsTheBoundOfAComparison) {
  const int waited = 3;
  const int limit = 5;
  const FailureText text = text_of([&] { EXPECT_GE(waited, limit) << "seconds between two attempts"; });
  EXPECT_EQ(text.got, "3");
  EXPECT_EQ(text.expected, ">= 5");
  EXPECT_EQ(text.message, "seconds between two attempts");
}

TEST(FailureText, KeepsEveryLineOfTheMessage) {
  const FailureText text = text_of([] { ADD_FAILURE() << "first\nsecond"; });
  EXPECT_EQ(text.message, "first\nsecond");
}

TEST(FailureText, HidesAnExceptionOfTheTestItself) {
  const FailureText text = student_text("C++ exception with description \"secret\" thrown in the test body.");
  EXPECT_EQ(text.message, "the answer could not be examined");
}

}  // namespace
}  // namespace proctor
