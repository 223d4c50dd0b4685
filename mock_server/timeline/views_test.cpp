// What the two views make of journals of all sizes; read the golden files, they are the specification.
#include <gmock/gmock.h>

#include <algorithm>

#include "mock_server/testing/exchanges.hpp"
#include "mock_server/testing/golden.hpp"
#include "mock_server/text/terminal_text.hpp"
#include "mock_server/timeline/svg_canvas.hpp"
#include "mock_server/timeline/svg_view.hpp"
#include "mock_server/timeline/text_view.hpp"

namespace mock_server::timeline {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using testing_help::Story;

Story one_request() {
  Story story;
  story.request("/items", 2ms)
      .accepted(1ms)
      .complete(3ms)
      .waits(3ms, 120ms)
      .sends(120ms, 150ms, 400)
      .answered(200, 150ms);
  return story;
}

Story retries() {
  Story story;
  auto at = 0ms;
  for (const auto backoff : {100ms, 200ms, 400ms, 800ms, 0ms}) {
    story.request("/flaky", at).waits(at, at + 20ms).sends(at + 20ms, at + 20ms, 90);
    story.answered(backoff == 0ms ? 200 : 503, at + 20ms).fault(backoff == 0ms ? "ok" : "status");
    at += 20ms + backoff;
  }
  return story;
}

Story mixed() {
  Story story;
  story.request("/login", 0ms).answered(200, 1ms);
  story.request("/slow", 10ms).key("order-7").fault("hang_mid_body").sends(12ms, 12ms, 90).waits(12ms).left(210ms);
  story.request("/reset", 20ms).fault("rst").ends(End::kServerClosed, 40ms);
  story.request("/drip", 30ms).fault("drip").sends(30ms, 330ms, 50).ends(End::kClientReset, 330ms);
  story.request("/hang", 60ms).fault("hang").waits(60ms);
  story.request("/hang", 70ms).fault("hang").waits(70ms).ends(End::kStopped, 400ms);
  return story;
}

Story concurrent(int count) {
  Story story;
  for (int i = 0; i < count; ++i) {
    story.request("/items", i * 1ms).waits(i * 1ms, i * 1ms + 100ms).answered(200, i * 1ms + 100ms + (i % 7) * 20ms);
  }
  return story;
}

Story long_waits() {
  Story story;
  auto at = 0ms;
  for (int i = 0; i < 3; ++i) {
    story.request("/busy", at).answered(429, at + 40ms).fault("retry_after_seconds");
    at += 40ms + (i == 1 ? 2h : 5min);
  }
  story.request("/busy", at).answered(200, at + 60ms);
  return story;
}

Story hostile() {
  Story story;
  story.request("/<script>alert(1)</script>&\"'", 0ms).answered(404, 1ms).fault("not_found");
  story.request("/\x1b[31m\n\r\xff\xc0\xef\xbf\xbe\xe2\x80\xae", 5ms).answered(404, 6ms).fault("not_found");
  story.request("/" + std::string(20'000, 'x') + "/end", 10ms).answered(404, 11ms).fault("not_found");
  story.request("/日本語/日本語/日本語/日本語/日本語", 15ms).answered(200, 30ms);
  story.request("/k", 20ms).key("]]><!--").method("M\"><x>").answered(200, 30ms);
  return story;
}

Story many() {
  Story story;
  for (int i = 0; i < 300; ++i)
    story.request("/items/" + std::to_string(i % 3), i * 10ms).answered(200, i * 10ms + 4ms);
  return story;
}

/// The one of docs/journal.md.
Story example() {
  Story story;
  story.request("/flaky", 0ms).answered(503, 10ms).request("/flaky", 110ms).answered(503, 120ms);
  story.request("/slow", 200ms).fault("hang_mid_body").sends(202ms, 202ms, 90).waits(202ms).left(500ms);
  story.request("/flaky", 320ms).answered(200, 335ms);
  return story;
}

Options with_marks() {
  Options options;
  options.marks = {{210ms, "order-7", "timeout"}, {0ms, "breaker", "closed"}, {330ms, "breaker", "opens"}};
  return options;
}

struct Picture {
  const char* name;
  Model model;
};

std::vector<Picture> pictures() {
  Options by_connection;
  by_connection.lane_by = Options::LaneBy::kConnection;
  Options few;
  few.max_requests = 30;
  return {{"nothing", make_timeline({})},
          {"one_request", make_timeline(one_request().exchanges())},
          {"example", make_timeline(example().exchanges())},
          {"retries", make_timeline(retries().exchanges())},
          {"mixed", make_timeline(mixed().exchanges(), with_marks())},
          {"by_connection", make_timeline(mixed().exchanges(), by_connection)},
          {"concurrent", make_timeline(concurrent(40).exchanges())},
          {"long_waits", make_timeline(long_waits().exchanges())},
          {"hostile", make_timeline(hostile().exchanges())},
          {"many", make_timeline(many().exchanges(), few)}};
}

TEST(Views, LookAsApproved) {
  for (const auto& picture : pictures()) {
    testing_help::expect_golden("mock_server/timeline", std::string(picture.name) + ".txt", render_text(picture.model));
    testing_help::expect_golden("mock_server/timeline", std::string(picture.name) + ".svg", render_svg(picture.model));
  }
  testing_help::expect_golden(
      "mock_server/timeline", "mixed_ascii_60.txt",
      render_text(make_timeline(mixed().exchanges(), with_marks()), {.width = 60, .ascii = true}));
  testing_help::expect_golden("mock_server/timeline", "retries_colour.txt",
                              render_text(make_timeline(retries().exchanges()), {.width = 80, .colour = true}));
}

TEST(Docs, ShowTheTimelineAsItIs) {
  std::ifstream file(std::string(HANGTIME_ROOT) + "/docs/journal.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(page,
              HasSubstr("```text\n" + render_text(make_timeline(example().exchanges()), {.width = 80}) + "```\n"));
}

TEST(TextView, IsNeverWiderThanItMayBe) {
  for (const auto& picture : pictures()) {
    for (const std::size_t width : {40u, 60u, 80u, 100u, 200u}) {
      for (const bool ascii : {false, true}) {
        const auto text = render_text(picture.model, {.width = width, .ascii = ascii});
        for (const auto line : text::split_lines(text)) {
          EXPECT_LE(text::display_width(line), width) << picture.name << ": " << line;
        }
      }
    }
  }
}

TEST(TextView, KeepsToAsciiIfItMust) {
  for (const auto& picture : pictures()) {
    const auto text = render_text(picture.model, {.ascii = true});
    EXPECT_TRUE(std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7f); })) << text;
  }
}

TEST(TextView, PassesNoControlCharacterOn) {
  const auto text = render_text(make_timeline(hostile().exchanges()));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(text, HasSubstr("\\x1b[31m"));
}

TEST(Views, SayHowManyOfTenThousandRequestsTheyLeaveOut) {
  Journal::Exchanges exchanges(10'000);
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    exchanges[i].sequence = i;
    exchanges[i].first_byte = exchanges[i].accepted = static_cast<long>(i) * 1ms;
  }
  const auto model = make_timeline(exchanges);
  EXPECT_EQ(model.requests, 100u);
  EXPECT_THAT(render_text(model), HasSubstr("10000 requests in 9.999 s"));
  EXPECT_THAT(render_text(model), HasSubstr("… (9900 more)"));
  EXPECT_THAT(render_svg(model), HasSubstr("… (9900 more)"));
  EXPECT_LT(render_svg(model).size(), 200'000u);
}

TEST(SvgView, HoldsNoMarkupButItsOwn) {
  const auto svg = render_svg(make_timeline(hostile().exchanges()), {.title = "<b>\"&", .id = "\"><i>"});
  for (const char* markup : {"<script", "<b>", "<i>", "<x>", "]]>", "<!--", "\x1b", "\xef\xbf\xbe"}) {
    EXPECT_THAT(svg, Not(HasSubstr(markup)));
  }
  EXPECT_THAT(svg, HasSubstr("/&lt;script&gt;alert(1)&lt;/script&gt;&amp;"));
}

TEST(SvgCanvas, EscapesWhatXmlCannotHold) {
  EXPECT_EQ(SvgCanvas::escaped("a<b>&\"c"), "a&lt;b&gt;&amp;&quot;c");
  EXPECT_EQ(SvgCanvas::escaped("\x01\xff\xef\xbf\xbeü"), "\uFFFD\uFFFD\uFFFDü");
}

}  // namespace
}  // namespace mock_server::timeline
