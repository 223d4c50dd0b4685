#include "grader/report/timeline_svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "grader/report/cells.hpp"
#include "grader/report/markup.hpp"
#include "grader/report/time_scale.hpp"
#include "grader/report/time_text.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using mock_server::text::display_width;
using What = TimelinePicture::What;
using Bar = TimelinePicture::Bar;
using Lane = TimelinePicture::Lane;

constexpr double kCharacter = 7.3;  // of the widest monospace fonts at 12 px
constexpr double kRow = 24;
constexpr double kAxis = 40;
constexpr double kMargin = 8;
constexpr double kLeastStep = 26;
constexpr std::size_t kMostName = 22;
constexpr std::size_t kMostWords = 22;
constexpr std::size_t kMostLanes = 60;

constexpr const char* kStyle = R"(.timeline { --t-back: #ffffff; --t-text: #1f2328; --t-dim: #59636e; --t-grid: #d1d9e0;
  --t-call: #0550ae; --t-work: #6639ba; --t-request: #7d4e00; }
@media (prefers-color-scheme: dark) { .timeline { --t-back: #0d1117; --t-text: #e6edf3; --t-dim: #9198a1;
  --t-grid: #3d444d; --t-call: #79c0ff; --t-work: #d2a8ff; --t-request: #e3b341; } }
@media print { .timeline { --t-back: #ffffff; --t-text: #1f2328; --t-dim: #59636e; --t-grid: #d1d9e0;
  --t-call: #0550ae; --t-work: #6639ba; --t-request: #7d4e00; } }
.timeline .t-back { fill: var(--t-back); }
.timeline text { font: 12px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: var(--t-text);
  stroke: var(--t-back); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; white-space: pre; }
.timeline .t-dim { fill: var(--t-dim); }
.timeline .t-end { font-weight: bold; }
.timeline .t-line { stroke: var(--t-dim); fill: none; }
.timeline .t-grid { stroke: var(--t-grid); }
.timeline .t-call { fill: var(--t-call); }
.timeline .t-work { fill: var(--t-back); stroke: var(--t-work); stroke-width: 2px; }
.timeline .t-request { fill: var(--t-request); }
.timeline .t-wait { stroke: var(--t-dim); stroke-width: 2px; stroke-dasharray: 2 5; }
)";

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

double width_of(std::string_view text) { return kCharacter * static_cast<double>(display_width(text)); }

class Picture {
 public:
  Picture(const TimelinePicture& picture, const TimelineSvgOptions& options)
      : picture_(picture),
        options_(options),
        lanes_(std::min(picture.lanes.size(), kMostLanes)),
        chart_(kMargin + width_of_names() + 14),
        scale_(picture.moments, kTimelineWidth - chart_ - 26 - width_of_last_words(), kLeastStep) {}

  std::string draw() {
    for (std::size_t i = 0; i < lanes_; ++i) draw_lane(picture_.lanes[i], kAxis + kRow * static_cast<double>(i));
    double bottom = kAxis + kRow * static_cast<double>(lanes_) + 6;
    draw_axis(bottom - 6);
    const auto below = [&](const std::string& line) {
      put_text(kMargin, bottom + 14, line, "t-dim");
      bottom += 20;
    };
    if (lanes_ < picture_.lanes.size()) below("… (" + std::to_string(picture_.lanes.size() - lanes_) + " more lines)");
    if (!picture_.cut.empty()) below(one_line(picture_.cut, 90));
    if (scale_.has_shortened()) below("≈ time shortened: the axis is not to scale there");
    return frame(bottom + 4);
  }

 private:
  std::string frame(double height) const {
    const std::string id = markup_text(options_.id);
    std::string story;
    for (const std::string& sentence : timeline_sentences(picture_)) story += sentence + ".\n";
    const std::string size = std::to_string(kTimelineWidth) + "\" height=\"" + number(height);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"timeline\" role=\"img\" aria-labelledby=\"" + id +
           "-title\" aria-describedby=\"" + id + "-desc\" width=\"" + size + "\" viewBox=\"0 0 " +
           std::to_string(kTimelineWidth) + ' ' + number(height) + "\">\n<title id=\"" + id + "-title\">" +
           markup_text(options_.title) + "</title>\n<desc id=\"" + id + "-desc\">" + markup_text(story) + "</desc>\n" +
           (options_.style ? "<style>\n" + timeline_style() + "</style>\n" : "") +
           "<rect class=\"t-back\" width=\"100%\" height=\"100%\"/>\n" + grid_ + out_ + "</svg>\n";
  }

  static std::string name_of(const Lane& lane) {
    std::string times = lane.times > 1 ? "×" + std::to_string(lane.times) : "";
    if (!lane.first) return times;
    return one_line(lane.name, kMostName) + (times.empty() ? "" : " ") + times;
  }

  static std::string words_of(const Lane& lane, const Bar& bar) {
    std::string words = bar.ending;
    if (words.empty() && bar.end != TimelinePicture::End::kDone) words = words_for(lane.what, bar.end);
    if (bar.times > 1) words += (words.empty() ? "×" : " ×") + std::to_string(bar.times);
    return one_line(words, kMostWords);
  }

  double width_of_names() const {
    double width = 0;
    for (std::size_t i = 0; i < lanes_; ++i) width = std::max(width, width_of(name_of(picture_.lanes[i])));
    return width;
  }

  double width_of_last_words() const {
    double width = 0;
    for (std::size_t i = 0; i < lanes_; ++i) {
      const Lane& lane = picture_.lanes[i];
      if (lane.bars.empty() || lane.bars.back().to_ms < picture_.moments.back()) continue;
      width = std::max(width, width_of(words_of(lane, lane.bars.back())) + 6);
    }
    return width;
  }

  double place(double ms) const { return chart_ + scale_.place(ms); }

  void put_text(double x, double y, const std::string& text, const char* style) {
    out_ += "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\"" +
            (*style == '\0' ? "" : std::string(" class=\"") + style + '"') + '>' + markup_text(text) + "</text>\n";
  }
  void put_line(std::string& out, double x1, double y1, double x2, double y2, const char* style) {
    out += "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2) +
           "\" class=\"" + style + "\"/>\n";
  }

  void draw_axis(double bottom) {
    const double last = place(picture_.moments.back());
    put_line(grid_, chart_, kAxis - 12, std::max(last, chart_ + 1), kAxis - 12, "t-line");
    for (const auto& stretch : scale_.stretches()) {
      if (stretch.shortened) put_text(chart_ + stretch.at + stretch.width / 2 - 4, kAxis - 8, "≈", "t-dim");
    }
    double free_from = 0;
    const std::string last_label = time_text(picture_.moments.back());
    const double last_at = std::min(last, kTimelineWidth - kMargin - width_of(last_label));
    for (const double moment : picture_.moments) {
      const bool is_last = moment == picture_.moments.back();
      const std::string label = time_text(moment);
      const double x = is_last ? last_at : place(moment);
      put_line(grid_, place(moment), kAxis - 15, place(moment), bottom, "t-grid");
      if (x < free_from || (!is_last && x + width_of(label) + 8 > last_at)) continue;
      put_text(x, kAxis - 20, label, "t-dim");
      free_from = x + width_of(label) + 8;
    }
  }

  void draw_lane(const Lane& lane, double top) {
    const double middle = top + kRow / 2;
    put_text(kMargin, middle + 4, name_of(lane), "");
    for (const auto& mark : lane.marks) {
      out_ += "<g><title>" + markup_text(lane.name + " at " + time_text(mark.at_ms) + ": " + mark.text) + "</title>";
      put_text(place(mark.at_ms) - 4, middle + 4, "◆", "t-end");
      out_ += "</g>\n";
    }
    for (std::size_t i = 0; i < lane.bars.size(); ++i) {
      const Bar& bar = lane.bars[i];
      const double next = i + 1 < lane.bars.size() ? place(lane.bars[i + 1].from_ms) : kTimelineWidth - 2.0;
      draw_bar(lane, bar, middle, next);
    }
  }

  void draw_bar(const Lane& lane, const Bar& bar, double middle, double next) {
    const bool call = lane.what == What::kCall;
    const bool request = lane.what == What::kRequest;
    const double from = place(bar.from_ms);
    const double to = place(bar.to_ms);
    const double height = call ? 10 : 6;
    if (to > from) {
      out_ += "<rect x=\"" + number(from) + "\" y=\"" + number(middle - height / 2) + "\" width=\"" +
              number(to - from) + "\" height=\"" + number(height) + "\" class=\"" +
              (call      ? "t-call"
               : request ? "t-request"
                         : "t-work") +
              "\"/>\n";
    }
    const std::string fault = one_line(bar.fault, kMostWords);
    if (!fault.empty() && width_of(fault) + 24 < to - from) {
      out_ += "<rect x=\"" + number(from + 9) + "\" y=\"" + number(middle - 7) + "\" width=\"" +
              number(width_of(fault) + 4) + "\" height=\"14\" class=\"t-back\"/>\n";
      put_text(from + 12, middle + 4, fault, "");
    }
    if (bar.cancelled_ms) put_text(place(*bar.cancelled_ms) - 4, middle + 4, "▼", "t-end");
    const std::string words = words_of(lane, bar);
    double behind = to + 16;
    const double limit = bar.wait_to_ms ? std::min(next, place(*bar.wait_to_ms)) : next;
    const std::string wait = bar.wait_to_ms ? time_text(*bar.wait_to_ms - bar.to_ms) : "";
    const double wait_width = wait.empty() ? 0 : width_of(wait) + 16;
    const bool has_words = !words.empty() && behind + width_of(words) + wait_width <= limit;
    if (bar.wait_to_ms && to + 16 < limit - 4) {
      const double begin = has_words ? behind + width_of(words) + 4 : behind - 2;
      const double gap = begin + wait_width <= limit ? width_of(wait) + 8 : 0;
      const double left = (begin + limit - 3 - gap) / 2;
      put_line(out_, begin, middle, left, middle, "t-wait");
      put_line(out_, left + gap, middle, limit - 3, middle, "t-wait");
      if (gap > 0) put_text(left + 4, middle + 4, wait, "t-dim");
    }
    put_text(to > from ? to + 2 : to, middle + 4, timeline_glyph(bar.end), "t-end");
    if (has_words) put_text(behind, middle + 4, words, "");
  }

  const TimelinePicture& picture_;
  const TimelineSvgOptions& options_;
  const std::size_t lanes_;
  const double chart_;
  const TimeScale scale_;
  std::string grid_;
  std::string out_;
};

}  // namespace

std::string timeline_svg(const TimelinePicture& picture, const TimelineSvgOptions& options) {
  return picture.empty() ? "" : Picture(picture, options).draw();
}

std::string timeline_style() { return kStyle; }

}  // namespace grader
