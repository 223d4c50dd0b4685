#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "grader/events/event.hpp"

namespace proctor {

/// Writes the run as an append-only stream of events (grader/events/event.hpp), one line as it happens, to a
/// descriptor.
///
/// A line is written by one write call before the next test starts, so whatever kills the program loses at most the
/// running test.
class Reporter : public ::testing::EmptyTestEventListener {
 public:
  Reporter(int fd, std::string exercise, std::uint64_t seed);

  void OnTestProgramStart(const ::testing::UnitTest& unit_test) override;
  void OnTestStart(const ::testing::TestInfo& info) override;
  void OnTestPartResult(const ::testing::TestPartResult& result) override;
  void OnTestEnd(const ::testing::TestInfo& info) override;
  void OnTestProgramEnd(const ::testing::UnitTest& unit_test) override;

 private:
  void write(const grader::Event& event);

  int fd_;
  std::string exercise_;
  std::uint64_t seed_;
  std::size_t ended_ = 0;
  std::chrono::steady_clock::time_point started_;
  std::vector<std::string> failures_;
};

/// Whether a student can try the exercise out; see tryout.hpp.
bool has_tryout(const ::testing::UnitTest& unit_test);

/// The tests that this program would run, in the order of their definition; a tryout is none.
std::vector<grader::TestName> planned_tests(const ::testing::UnitTest& unit_test);

}  // namespace proctor
