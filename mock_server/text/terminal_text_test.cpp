#include "mock_server/text/terminal_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mock_server::text {
namespace {

using testing::ElementsAre;

TEST(TerminalText, ShowsEscapesInsteadOfObeyingThem) {
  EXPECT_EQ(visible("\x1b[2J\x1b]0;owned\x07"), "\\x1b[2J\\x1b]0;owned\\x07");
  EXPECT_EQ(visible("100%\rfake"), "100%\\rfake");
  EXPECT_EQ(visible("\u009b31m"), "\\u009b31m") << "the one-character form of ESC [";
  EXPECT_EQ(visible("\u202Etxt.exe"), "\\u202etxt.exe");
  EXPECT_EQ(visible("zero\u200bwidth"), "zero\\u200bwidth");
  EXPECT_EQ(visible("bad\xFF"), "bad\\xff");
  EXPECT_EQ(visible(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(TerminalText, LeavesPlainTextAndLineEndsAlone) { EXPECT_EQ(visible("caf\u00e9\n\u6642"), "caf\u00e9\n\u6642"); }

TEST(TerminalText, TabsReachTheNextStop) { EXPECT_EQ(visible("a\tb\n\tc", 4), "a   b\n    c"); }

TEST(TerminalText, CountsColumnsAsATerminalDoes) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("\u6642\u9593"), 4u);
  EXPECT_EQ(display_width("e\u0301"), 1u);
  EXPECT_EQ(display_width("\U0001F600"), 2u);
}

TEST(TerminalText, TheCaretStandsUnderThePlaceWhateverComesBefore) {
  EXPECT_EQ(caret_under("abc", 1), " ^");
  EXPECT_EQ(caret_under("\tx", 1), "        ^");
  EXPECT_EQ(caret_under("\u00e9x", 2), " ^");
  EXPECT_EQ(caret_under("\u6642x", 3), "  ^");
  EXPECT_EQ(caret_under("ab", 99), "  ^");
}

TEST(TerminalText, WrapsBetweenWordsAndSplitsOnlyWhatIsTooLong) {
  EXPECT_THAT(wrap("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("one two", 7), ElementsAre("one two"));
  EXPECT_THAT(wrap("abcdefghij", 4), ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(wrap("  abcdef", 4), ElementsAre("  ab", "cdef"));
  EXPECT_THAT(wrap("a\nb\n", 10), ElementsAre("a", "b"));
  EXPECT_THAT(wrap("\u6642\u6642\u6642", 4), ElementsAre("\u6642\u6642", "\u6642"));
  EXPECT_THAT(wrap("", 10), ElementsAre(""));
}

TEST(TerminalText, WrappingDropsNoWord) {
  const std::string text = "the server hangs in the middle of the body and averyveryverylongword follows it";
  for (std::size_t width = 1; width < 90; ++width) {
    std::string all;
    for (const std::string& line : wrap(text, width)) {
      EXPECT_LE(display_width(line), width);
      for (char c : line) {
        if (c != ' ') all += c;
      }
    }
    std::string without_blanks;
    for (char c : text) {
      if (c != ' ') without_blanks += c;
    }
    EXPECT_EQ(all, without_blanks) << width;
  }
}

}  // namespace
}  // namespace mock_server::text
