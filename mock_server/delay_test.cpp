#include "mock_server/delay.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

namespace mock_server {
namespace {

using namespace std::chrono_literals;

std::vector<double> seconds(const Delay& delay, std::size_t n) {
  std::vector<double> drawn;
  for (std::size_t attempt = 1; attempt <= n; ++attempt) {
    drawn.push_back(std::chrono::duration<double>(delay.draw(Draws(7, "key", attempt, "delay"))).count());
  }
  std::ranges::sort(drawn);
  return drawn;
}

TEST(Draws, AreTheSameForTheSameArgumentsOnEveryMachine) {
  EXPECT_EQ(Draws(42, "/items", 1, "chance").next(), Draws(42, "/items", 1, "chance").next());
  // Computed once and written down: a change would change the decisions of every scenario with a seed.
  EXPECT_EQ(Draws(42, "/items", 1, "chance").next(), 0x207dbcedb60d34a9U);
}

TEST(Draws, DifferWhenAnyArgumentDoes) {
  std::set<std::uint64_t> values{
      Draws(1, "a", 1, "p").next(), Draws(2, "a", 1, "p").next(), Draws(1, "b", 1, "p").next(),
      Draws(1, "a", 2, "p").next(), Draws(1, "a", 1, "q").next(), Draws(1, "p", 1, "a").next(),
  };
  EXPECT_EQ(values.size(), 6U);
}

TEST(Draws, AreSpreadEvenlyOverConsecutiveAttempts) {
  constexpr int kDraws = 100'000;
  std::vector<int> buckets(10);
  for (std::uint64_t attempt = 1; attempt <= kDraws; ++attempt) {
    const double value = Draws(0, "", attempt, "").uniform();
    ASSERT_GE(value, 0);
    ASSERT_LT(value, 1);
    ++buckets[static_cast<std::size_t>(value * 10)];
  }
  // Chi-squared with 9 degrees of freedom exceeds 27.9 once in a thousand seeds; this seed is fixed.
  double chi_squared = 0;
  for (const int n : buckets) chi_squared += std::pow(n - kDraws / 10.0, 2) / (kDraws / 10.0);
  EXPECT_LT(chi_squared, 27.9);
}

TEST(Delay, IsNoneUnlessAskedFor) {
  EXPECT_TRUE(Delay().is_none());
  EXPECT_TRUE(Delay(0ms).is_none());
  EXPECT_FALSE(Delay(1ms).is_none());
  EXPECT_FALSE(Delay::uniform(0ms, 1ms).is_none());
}

TEST(Delay, OfAFixedTimeIsThatTime) {
  EXPECT_EQ(Delay(250ms).draw(Draws(1, "", 1, "")), 250ms);
  EXPECT_EQ(Delay(250ms).fixed(), 250ms);
  EXPECT_EQ(Delay(48h).draw(Draws(1, "", 1, "")), Delay::kLongest);
}

TEST(Delay, UniformFillsItsRangeAndKeepsToIt) {
  const auto drawn = seconds(Delay::uniform(1s, 3s), 10'000);
  EXPECT_GE(drawn.front(), 1);
  EXPECT_LE(drawn.back(), 3);
  EXPECT_LT(drawn.front(), 1.01);
  EXPECT_GT(drawn.back(), 2.99);
  EXPECT_NEAR(std::accumulate(drawn.begin(), drawn.end(), 0.0) / 10'000, 2, 0.02);
  EXPECT_EQ(Delay::uniform(2s, 2s).draw(Draws(1, "", 1, "")), 2s);
}

TEST(Delay, LognormalHasItsMedianAndItsTail) {
  const auto drawn = seconds(Delay::lognormal(100ms, 1), 10'000);
  EXPECT_NEAR(drawn[5'000], 0.1, 0.005);
  // 97.5 % lie below exp(1.96) times the median.
  EXPECT_NEAR(drawn[9'750], 0.1 * std::exp(1.96), 0.06);
  EXPECT_LE(Delay::lognormal(23h, 10).draw(Draws(1, "", 3, "")), Delay::kLongest);
}

TEST(Delay, RefusesWhatMakesNoSense) {
  EXPECT_THROW(Delay::uniform(2s, 1s), std::invalid_argument);
  EXPECT_THROW(Delay::uniform(-1s, 1s), std::invalid_argument);
  EXPECT_THROW(Delay::lognormal(0s, 1), std::invalid_argument);
  EXPECT_THROW(Delay::lognormal(1s, -1), std::invalid_argument);
  EXPECT_THROW(Delay::lognormal(1s, std::nan("")), std::invalid_argument);
}

}  // namespace
}  // namespace mock_server
