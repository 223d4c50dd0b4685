#include "grader/wire/frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wire {
namespace {

using ::testing::HasSubstr;

Json take(FrameReader& reader) {
  auto message = reader.next();
  EXPECT_TRUE(message.has_value() && message->has_value());
  return message && *message ? **message : Json();
}

TEST(Frame, ComesBackAsItWasSent) {
  FrameReader reader;
  const Json message{{"op", "call"}, {"args", {1, "two", nullptr}}};
  reader.feed(encode(message));
  EXPECT_EQ(take(reader), message);
  EXPECT_EQ(reader.pending_bytes(), 0U);
}

TEST(Frame, MayArriveByteByByte) {
  FrameReader reader;
  const std::string bytes = encode({{"op", "hello"}}) + encode({{"op", "idle"}});
  std::vector<Json> messages;
  for (const char byte : bytes) {
    reader.feed({&byte, 1});
    auto message = reader.next();
    ASSERT_TRUE(message.has_value());
    if (*message) messages.push_back(**message);
  }
  EXPECT_EQ(messages, (std::vector<Json>{{{"op", "hello"}}, {{"op", "idle"}}}));
}

TEST(Frame, RefusesALengthOverTheLimitBeforeItAllocates) {
  FrameReader reader;
  reader.feed("[ PASSED ] 12 tests");
  const auto message = reader.next();
  ASSERT_FALSE(message.has_value());
  EXPECT_THAT(message.error().what, HasSubstr("the limit is 4194304"));
}

TEST(Frame, RefusesTextThatIsNoObject) {
  for (const std::string text : {"[1]", "{\"op\":", "nonsense", "{} {}"}) {
    FrameReader reader;
    reader.feed(std::string{'\0', '\0', '\0', static_cast<char>(text.size())} + text);
    EXPECT_FALSE(reader.next().has_value()) << text;
  }
}

TEST(Frame, RefusesHostileNesting) {
  std::string text = "{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  FrameReader reader;
  std::string header;
  for (int shift = 24; shift >= 0; shift -= 8) header.push_back(static_cast<char>(text.size() >> shift & 0xFFU));
  reader.feed(header + text);
  EXPECT_FALSE(reader.next().has_value());
}

TEST(Frame, KeepsItsFirstViolation) {
  FrameReader reader;
  reader.feed("garbage that is longer than a header");
  const auto first = reader.next();
  ASSERT_FALSE(first.has_value());
  reader.feed(encode({{"op", "result"}}));
  const auto second = reader.next();
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().what, first.error().what);
}

TEST(Frame, ReplacesInvalidUtf8) {
  FrameReader reader;
  reader.feed(encode({{"text", "caf\xe9"}}));
  EXPECT_EQ(take(reader)["text"], "caf\xEF\xBF\xBD");
}

TEST(Frame, RefusesToSendMoreThanTheLimit) {
  EXPECT_THROW(encode({{"text", std::string(kMaxFrameBytes, 'x')}}), std::length_error);
}

}  // namespace
}  // namespace wire
