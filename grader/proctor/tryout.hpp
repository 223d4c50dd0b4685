#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "grader/proctor/config.hpp"
#include "grader/proctor/outcome.hpp"
#include "grader/proctor/world.hpp"

namespace proctor {

/// The name of the suite that `grader try` runs, and that no grading does.
inline constexpr const char* kTryoutSuite = "Tryout";

/// What a student tries: `grader try 01 --fault hang --limit 200ms`. An exercise has one of them, in tryout.cpp:
///
///   TRYOUT { return subject.call("fetch_with_timeout", url(), limit(200ms)); }
///
/// The call's outcome and timeline are all that comes of it; nothing is judged.
class TryoutTest : public ::testing::Test, public World {
 protected:
  /// A URL whose requests meet the chosen faults: the first request the first, and so on; the last fault meets all that
  /// come after.
  std::string url();
  /// A URL for each fault.
  std::vector<std::string> urls();
  /// The chosen limit, or the usual one.
  Duration limit(Duration usual) const;
  /// The chosen number of retries, or the usual one.
  int retries(int usual) const;

  /// Notes how the call ended, and what it left behind.
  void show(const Outcome& outcome);
  virtual Outcome attempt() = 0;
};

}  // namespace proctor

/// Defines an exercise's tryout. Its body returns the outcome of the call.
#define TRYOUT                                                       \
  class Tryout : public ::proctor::TryoutTest {                      \
   protected:                                                        \
    ::proctor::Outcome attempt() override;                           \
  };                                                                 \
  TEST_F(Tryout, Call) { ASSERT_NO_FATAL_FAILURE(show(attempt())); } \
  ::proctor::Outcome Tryout::attempt()
