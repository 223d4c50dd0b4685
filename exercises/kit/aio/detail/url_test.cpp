#include <gmock/gmock.h>

#include <aio/detail/url.hpp>
#include <aio/errors.hpp>

namespace aio::detail {
namespace {

using ::testing::HasSubstr;

TEST(Url, IsTakenApart) {
  EXPECT_EQ(parse_url("http://localhost"), (Url{"localhost", 80, "localhost", "/"}));
  EXPECT_EQ(parse_url("http://127.0.0.1:8080/a/b?c=d#e"), (Url{"127.0.0.1", 8080, "127.0.0.1:8080", "/a/b?c=d"}));
  EXPECT_EQ(parse_url("http://host?x=1"), (Url{"host", 80, "host", "/?x=1"}));
  EXPECT_EQ(parse_url("http://[::1]:81/"), (Url{"::1", 81, "[::1]:81", "/"}));
}

std::string refusal(std::string_view url) {
  try {
    parse_url(url);
    return "accepted";
  } catch (const UrlError& e) {
    return e.what();
  }
}

TEST(Url, IsRefusedWithTheReason) {
  EXPECT_EQ(refusal("localhost/x"), "cannot request \"localhost/x\": it does not begin with http://");
  EXPECT_THAT(refusal("https://host/"), HasSubstr("scheme \"https\" is not supported"));
  EXPECT_THAT(refusal("http://"), HasSubstr("names no host"));
  EXPECT_THAT(refusal("http://:80/"), HasSubstr("names no host"));
  EXPECT_THAT(refusal("http://host:0/"), HasSubstr("port \"0\""));
  EXPECT_THAT(refusal("http://host:66000/"), HasSubstr("port \"66000\""));
  EXPECT_THAT(refusal("http://host:8o/"), HasSubstr("port \"8o\""));
  EXPECT_THAT(refusal("http://host/a b"), HasSubstr("space or a control character"));
  EXPECT_THAT(refusal("http://host/a\r\nX: y"), HasSubstr("space or a control character"));
  EXPECT_THAT(refusal("http://me@host/"), HasSubstr("user name"));
  EXPECT_THAT(refusal("http://[::1/"), HasSubstr("not closed"));
  EXPECT_THAT(refusal("http://[::1]x/"), HasSubstr("followed by"));
}

}  // namespace
}  // namespace aio::detail
