#pragma once

#include <string>
#include <string_view>

namespace proctor {

/// A failed assertion as a student may read it: no file, no line, no expression of the hidden test.
struct FailureText {
  std::string message;   ///< what the author wrote after <<
  std::string expected;  ///< from the matcher or the comparison; empty for a plain true/false
  std::string got;
};

/// Takes GoogleTest's own text of a failure apart.
///
/// Understands EXPECT_THAT, EXPECT_TRUE/FALSE, EXPECT_EQ, EXPECT_NE/LT/LE/GT/GE (the value under test first), FAIL and
/// an exception that left the test's body. Anything else gives only a message that names no detail. Source:
/// googletest 1.12, `MatcherFormatter` in gmock-matchers.h, `EqFailure` and `CmpHelperOpFailure` in gtest.cc.
FailureText student_text(std::string_view summary);

}  // namespace proctor
