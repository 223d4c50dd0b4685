#include "grader/report/markdown_quote.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST(MarkdownQuote, HasAFenceThatNothingInTheTextCanEnd) {
  EXPECT_EQ(fenced("int x;\n\n", "cpp"), "```cpp\nint x;\n```\n");
  EXPECT_EQ(fenced("a\n```\nb\n`````\n", "text"), "``````text\na\n```\nb\n`````\n``````\n");
  EXPECT_EQ(fenced("", "text"), "```text\n\n```\n");
}

TEST(MarkdownQuote, LetsNoTerminalActOnIt) {
  EXPECT_EQ(fenced("\tx\x1b[2J\r\n", "text"), "```text\n\tx\\x1b[2J\\r\n```\n");
  EXPECT_EQ(one_line("a\n# b `c`\t\x1b"), "a # b 'c' \\x1b");
}

TEST(MarkdownQuote, CutsInTheMiddleAndSaysSo) {
  EXPECT_EQ(cut_middle("short", 5), "short");
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += "line " + std::to_string(1000 + i) + "\n";
  const std::string cut = cut_middle(lines, 200);
  EXPECT_THAT(cut, StartsWith("line 1000\n"));
  EXPECT_THAT(cut, EndsWith("line 1099\n"));
  EXPECT_THAT(cut, HasSubstr("\n[… 810 bytes left out …]\nline "));
  EXPECT_LE(cut.size(), 240U);
}

TEST(MarkdownQuote, CutsNoCharacterInTwo) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "\u00e9";
  for (std::size_t bytes = 10; bytes < 14; ++bytes) {
    const std::string cut = cut_middle(text, bytes);
    EXPECT_EQ(fenced(cut, ""), "```\n" + cut + "\n```\n") << bytes;  // nothing of it had to be written out
  }
}

}  // namespace
}  // namespace grader
