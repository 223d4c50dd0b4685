#include "mock_server/journal.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

std::uint64_t arrive(Journal& journal, const std::string& path, std::chrono::nanoseconds when = 0ns) {
  Exchange exchange;
  exchange.request.path = path;
  exchange.first_byte = when;
  exchange.request_complete = when;
  const auto sequence = journal.open(std::move(exchange));
  journal.count_in_flight(sequence);
  return sequence;
}

void end(Journal& journal, std::uint64_t sequence, End how) {
  journal.change(sequence, [how](Exchange& exchange) { exchange.end = how; });
}

TEST(Journal, CountsWhatIsInFlightAtOnce) {
  Journal journal;
  const auto a = arrive(journal, "/a");
  arrive(journal, "/b");
  end(journal, a, End::kServed);
  arrive(journal, "/a");
  EXPECT_EQ(journal.max_in_flight(), 2u);
  EXPECT_EQ(journal.max_in_flight("/a"), 1u);
  EXPECT_EQ(journal.max_in_flight("/nowhere"), 0u);
  EXPECT_EQ(journal.count("/a"), 2u);
  EXPECT_EQ(journal.count(), 3u);
}

TEST(Journal, TellsTheSpacingOfThePathsRequests) {
  Journal journal;
  for (const auto when : {0ms, 100ms, 300ms, 700ms}) arrive(journal, "/a", when);
  arrive(journal, "/b", 650ms);
  EXPECT_THAT(journal.spacing("/a"), ElementsAre(100ms, 200ms, 400ms));
}

TEST(Journal, SaysThatTheClientLeftOnlyIfAllOnThePathDid) {
  Journal journal;
  EXPECT_FALSE(journal.client_left("/a", 0ms)) << "nobody came";
  const auto first = arrive(journal, "/a");
  const auto second = arrive(journal, "/a");
  const auto elsewhere = arrive(journal, "/b");
  end(journal, first, End::kClientLeft);
  EXPECT_FALSE(journal.client_left("/a", 0ms)) << "one is still there";
  std::thread leaves([&] { end(journal, second, End::kClientReset); });
  EXPECT_TRUE(journal.client_left("/a"));
  leaves.join();
  end(journal, elsewhere, End::kServerClosed);
  EXPECT_FALSE(journal.client_left("/b", 1h)) << "known at once";
}

TEST(Journal, ForgetsTheOldestThatHasEndedBeyondItsLimit) {
  Journal journal(2);
  const auto open = arrive(journal, "/open");
  arrive(journal, "/b");
  arrive(journal, "/c");
  EXPECT_EQ(journal.count(), 3u) << "what is open is kept";
  end(journal, open, End::kServed);
  const auto last = arrive(journal, "/d");
  end(journal, last, End::kServed);
  EXPECT_EQ(journal.count("/open"), 0u);
  EXPECT_EQ(journal.exchanges("/d").at(0).sequence, 3u);
  EXPECT_EQ(journal.exchanges("/d").at(0).end, End::kServed);
}

TEST(Journal, ForgetsTheOldestThatHasEndedWhenBodiesTakeTooMuch) {
  Journal journal(100, 10);
  for (const char* path : {"/a", "/b", "/c"}) {
    const auto sequence = arrive(journal, path);
    journal.change(sequence, [](Exchange& exchange) { exchange.request.body = "six by"; });
    end(journal, sequence, End::kServed);
  }
  arrive(journal, "/d");
  EXPECT_EQ(journal.count("/a"), 0u);
  EXPECT_EQ(journal.count("/b"), 0u);
  EXPECT_EQ(journal.count("/c"), 1u) << "six bytes are within the limit of ten";
  EXPECT_EQ(journal.count("/d"), 1u);
}

}  // namespace
}  // namespace mock_server
