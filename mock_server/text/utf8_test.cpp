#include "mock_server/text/utf8.hpp"

#include <gtest/gtest.h>

namespace mock_server::text {
namespace {

TEST(Utf8, EveryCodePointSurvivesTheRoundTrip) {
  for (char32_t value = 0; value <= 0x10FFFF; value += (value < 0x3000 ? 1 : 61)) {
    if (value >= 0xD800 && value < 0xE000) continue;
    std::string text;
    append_utf8(text, value);
    const CodePoint point = first_code_point(text);
    ASSERT_TRUE(point.valid) << static_cast<unsigned>(value);
    ASSERT_EQ(point.value, value);
    ASSERT_EQ(point.bytes, text.size());
  }
}

TEST(Utf8, RefusesWhatOnlyLooksLikeUtf8) {
  for (const std::string text :
       {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5", "\xE2\x82"}) {
    EXPECT_FALSE(is_utf8(text)) << testing::PrintToString(text);
  }
  EXPECT_TRUE(is_utf8("caf\u00e9 \u6642 \U0001F600"));
}

TEST(Utf8, ReplacesEachBadByteAndKeepsTheRest) {
  EXPECT_EQ(replace_invalid_utf8("a\xFF"
                                 "b\xE2\x82"),
            "a\uFFFDb\uFFFD\uFFFD");
  EXPECT_TRUE(is_utf8(replace_invalid_utf8("\xF0\x9F\x98")));
}

TEST(Utf8, CountsCharactersAndNotBytes) { EXPECT_EQ(count_code_points("caf\u00e9 \u6642\xFF"), 7u); }

}  // namespace
}  // namespace mock_server::text
