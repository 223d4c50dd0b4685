#include "grader/sandbox/ladder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "grader/sandbox/canary.hpp"

namespace sandbox {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(Ladder, TheCanaryIsStoppedOnlyWhereSomethingStopsIt) {
  const Isolation isolation = choose_isolation({.visible = {}, .only = Level::kC});
  ASSERT_EQ(isolation.level(), Level::kC);
  EXPECT_THAT(isolation.canary.tried, SizeIs(22));
  // A process of its own sees what its user sees, and that is how the canary's eyes are known to be open.
  for (const char* name :
       {"read-a-foreign-file", "stat-of-hidden-file", "write-a-foreign-file", "write-any-file", "connect-tcp"}) {
    EXPECT_THAT(isolation.canary.open, Contains(name));
  }
  for (const char* name : {"survive", "use-more-memory", "start-more-processes", "make-a-namespace", "use-io-uring"}) {
    EXPECT_THAT(isolation.canary.open, Not(Contains(name)));
  }
}

TEST(Ladder, TheCanaryIsStoppedWithoutNamespacesToo) {
  if (::getuid() != 0) GTEST_SKIP() << "needs root, for a user of its own";
  if (::getuid() == 0 && !others_can_enter(find_launcher()))
    GTEST_SKIP() << "other users cannot enter the project's folder";
  const Isolation isolation = choose_isolation({.visible = {}, .only = Level::kB});
  ASSERT_EQ(isolation.level(), Level::kB) << isolation.rungs.front().refused;
  EXPECT_THAT(isolation.canary.tried, SizeIs(22));
  EXPECT_THAT(isolation.canary.open, ::testing::IsSubsetOf({"stat-of-hidden-file", "list-processes"}));
}

TEST(Ladder, TheHighestLevelThatHoldsIsChosen) {
  const Isolation isolation = choose_isolation({.visible = {}, .only = {}});
  std::string story;
  for (const Rung& rung : isolation.rungs) story += std::string(to_string(rung.level)) + ": " + rung.refused + "\n";
  ASSERT_FALSE(isolation.rungs.empty());
  EXPECT_EQ(isolation.rungs.back().level, isolation.level()) << story;
  EXPECT_THAT(isolation.rungs.back().refused, IsEmpty()) << story;
  if (isolation.level() >= Level::kA) EXPECT_THAT(isolation.canary.open, IsEmpty()) << story;
}

TEST(Ladder, SaysWhyALevelDoesNotServe) {
  const Isolation isolation = choose_isolation({.visible = {"/nowhere/at/all"}, .only = Level::kA});
  ASSERT_EQ(isolation.level(), Level::kC);
  EXPECT_THAT(isolation.unavailable, Contains(::testing::Key("namespaces")));
}

}  // namespace
}  // namespace sandbox
