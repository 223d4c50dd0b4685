#include "grader/commands/elapsed.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

using namespace std::chrono_literals;

TEST(DescribeElapsed, SaysNoMoreThanIsOfUse) {
  EXPECT_EQ(describe_elapsed(40ms), "0.0 s");
  EXPECT_EQ(describe_elapsed(9'990ms), "9.9 s");
  EXPECT_EQ(describe_elapsed(12s), "12 s");
  EXPECT_EQ(describe_elapsed(192s), "3 min 12 s");
  EXPECT_EQ(describe_elapsed(2h + 5min + 7s), "2 h 5 min");
}

TEST(Counted, KnowsOneFromMany) {
  EXPECT_EQ(counted(1, "variant"), "1 variant");
  EXPECT_EQ(counted(0, "variant"), "0 variants");
}

}  // namespace
}  // namespace grader
