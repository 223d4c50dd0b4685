#include "mock_server/text/suggest.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mock_server::text {
namespace {

TEST(Suggest, CountsASwapOfNeighboursAsOneSlip) {
  EXPECT_EQ(edit_distance("ojbective", "objective"), 1u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("same", "same"), 0u);
}

TEST(Suggest, NamesTheNearestCandidateOnlyWhenItIsNear) {
  const std::vector<std::string> keys = {"time_limit_ms", "title", "text"};
  EXPECT_EQ(did_you_mean("time_limit", keys), "; did you mean \"time_limit_ms\"?");
  EXPECT_EQ(did_you_mean("titel", keys), "; did you mean \"title\"?");
  EXPECT_EQ(did_you_mean("colour", keys), "");
  EXPECT_EQ(did_you_mean("anything", {}), "");
}

}  // namespace
}  // namespace mock_server::text
