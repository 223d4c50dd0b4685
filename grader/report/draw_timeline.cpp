#include "grader/report/draw_timeline.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "grader/report/cells.hpp"
#include "grader/report/time_scale.hpp"
#include "grader/report/time_text.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using mock_server::text::display_width;
using What = TimelinePicture::What;
using End = TimelinePicture::End;
using Bar = TimelinePicture::Bar;
using Lane = TimelinePicture::Lane;

constexpr std::size_t kNarrowest = 30;
constexpr std::size_t kMostName = 22;
constexpr std::size_t kMostEnding = 22;
constexpr std::size_t kMostLanes = 14;
constexpr std::size_t kMostNotes = 4;  // lines about the marks of one lane
constexpr double kLeastStep = 3;       // columns: an end, a begin and something between them

std::string words_of(const Lane& lane, const Bar& bar) {
  std::string words = bar.ending;
  if (words.empty() && bar.end != End::kDone) words = words_for(lane.what, bar.end);
  if (bar.times > 1) words += (words.empty() ? "×" : " ×") + std::to_string(bar.times);
  return one_line(words, kMostEnding);
}

std::string name_of(const Lane& lane, std::size_t columns) {
  const std::size_t most = std::min(kMostName, columns / 3);
  std::string times = lane.times > 1 ? "×" + std::to_string(lane.times) : "";
  if (!lane.first) return times;
  return times.empty() ? one_line(lane.name, most) : one_line(lane.name, most - 6) + ' ' + times;
}

class Drawing {
 public:
  Drawing(const TimelinePicture& picture, std::size_t columns)
      : picture_(picture),
        columns_(std::max(columns, kNarrowest)),
        lanes_(std::min(picture.lanes.size(), kMostLanes)),
        names_(width_of_names() + 2),
        // The glyph of the last end has a column of its own, and its words stand behind it.
        scale_(picture.moments, static_cast<double>(columns_ - names_ - 1 - width_of_last_words()), kLeastStep) {}

  std::string draw() {
    draw_axis();
    for (std::size_t i = 0; i < lanes_; ++i) draw_lane(picture_.lanes[i]);
    const std::size_t hidden = picture_.lanes.size() - lanes_;
    if (hidden > 0) line("… (" + std::to_string(hidden) + " more " + (hidden == 1 ? "line" : "lines") + ")");
    if (!picture_.cut.empty()) line(one_line(picture_.cut, columns_));
    draw_legend();
    for (std::size_t i = 0; i < lanes_; ++i) note_marks(picture_.lanes[i]);
    return std::move(text_);
  }

 private:
  void line(const std::string& text) { text_ += text + '\n'; }

  std::size_t width_of_names() const {
    std::size_t width = 0;
    for (std::size_t i = 0; i < lanes_; ++i)
      width = std::max(width, display_width(name_of(picture_.lanes[i], columns_)));
    return width;
  }

  std::size_t width_of_last_words() const {
    std::size_t width = 0;
    for (std::size_t i = 0; i < lanes_; ++i) {
      const Lane& lane = picture_.lanes[i];
      if (lane.bars.empty() || lane.bars.back().to_ms < picture_.moments.back()) continue;
      width = std::max(width, display_width(words_of(lane, lane.bars.back())) + 1);
    }
    return std::min(width, columns_ / 3);
  }

  std::size_t column(double ms) const { return names_ + static_cast<std::size_t>(std::lround(scale_.place(ms))); }

  void draw_axis() {
    Cells labels(columns_);
    Cells axis(columns_);
    const std::size_t last = column(picture_.moments.back());
    axis.fill(names_, last + 1, "─");
    for (const auto& stretch : scale_.stretches()) {
      const std::size_t from = column(stretch.from_ms);
      const std::size_t to = column(stretch.to_ms);
      if (!stretch.shortened || to < from + 2) continue;
      axis.put(from + (to - from) / 2, "≈");
      breaks_ = true;
    }
    // The first and the last moment come first, then whatever still has room.
    std::vector<double> order = {picture_.moments.front(), picture_.moments.back()};
    order.insert(order.end(), picture_.moments.begin(), picture_.moments.end());
    for (const double moment : order) {
      const std::string label = time_text(moment);
      std::size_t place = column(moment);
      axis.put(place, place == names_ ? "├" : place == last ? "┤" : "┼");
      if (place == last && place > names_) place = std::min(place, columns_ - label.size());
      const std::size_t end = place + label.size();
      if (labels.is_blank(place == names_ ? place : place - 1, std::min(end + 1, columns_)) && end <= columns_)
        labels.put(place, label);
    }
    line(labels.text());
    if (!scale_.stretches().empty()) line(axis.text());
  }

  void draw_lane(const Lane& lane) {
    Cells cells(columns_);
    cells.put(0, name_of(lane, columns_));
    for (const auto& mark : lane.marks) cells.put(column(mark.at_ms), "◆");
    for (std::size_t i = 0; i < lane.bars.size(); ++i) {
      const std::size_t next = i + 1 < lane.bars.size() ? column(lane.bars[i + 1].from_ms) : columns_;
      draw_bar(cells, lane, lane.bars[i], i > 0 && column(lane.bars[i - 1].to_ms) == column(lane.bars[i].from_ms),
               next);
    }
    line(cells.text());
  }

  void draw_bar(Cells& cells, const Lane& lane, const Bar& bar, bool behind_another, std::size_t next) {
    const std::size_t from = column(bar.from_ms) + (behind_another ? 1 : 0);
    const std::size_t to = column(bar.to_ms);
    cells.fill(from, to, lane.what == What::kCall ? "━" : "─");
    if (!bar.fault.empty()) {
      const std::string fault = ' ' + one_line(bar.fault, kMostEnding) + ' ';
      if (to >= from + 2 + display_width(fault)) cells.put(from + 1, fault);
    }
    if (bar.cancelled_ms && column(*bar.cancelled_ms) < to) {
      cells.put(column(*bar.cancelled_ms), "▼");
      cancellations_ = true;
    }
    if (to >= cells.columns()) return;
    cells.put(to, timeline_glyph(bar.end));
    std::size_t behind = to + 1;
    const std::string words = words_of(lane, bar);
    const std::size_t limit = bar.wait_to_ms ? std::min(next, column(*bar.wait_to_ms) + 1) : next;
    // Between two attempts the length of the wait says more than why the first one failed.
    const std::size_t wait = bar.wait_to_ms ? time_text(*bar.wait_to_ms - bar.to_ms).size() + 4 : 0;
    const bool wait_fits = wait > 0 && behind + wait <= limit;
    const std::size_t needed = 1 + display_width(words) + (wait_fits ? wait : limit == columns_ ? 0 : 1);
    if (!words.empty() && behind + needed <= limit) {
      cells.put(behind + 1, words);
      behind += 1 + display_width(words);
    } else {
      unexplained_.insert(bar.end);
    }
    if (bar.wait_to_ms) draw_wait(cells, behind, std::min(limit, column(*bar.wait_to_ms)), *bar.wait_to_ms - bar.to_ms);
  }

  void draw_wait(Cells& cells, std::size_t from, std::size_t to, double length) {
    if (from + 1 >= to) return;
    waits_ = true;
    cells.fill(from + 1, to, "·");
    const std::string label = ' ' + time_text(length) + ' ';
    if (from + 3 + label.size() <= to) cells.put(from + 1 + (to - from - 1 - label.size()) / 2, label);
  }

  void draw_legend() {
    std::vector<std::string> parts;
    for (const End end : unexplained_) {
      if (end == End::kDone || end == End::kFailed || end == End::kClosed) continue;  // ✓ and ✗ say it
      const std::string words = end == End::kOpen ? "not over" : words_for(What::kRequest, end);
      parts.push_back(std::string(timeline_glyph(end)) + ' ' + words);
    }
    if (cancellations_) parts.emplace_back("▼ cancelled");
    if (waits_) parts.emplace_back("·· wait");
    if (scale_.has_shortened()) parts.emplace_back(breaks_ ? "≈ time shortened" : "time is not to scale");
    std::string legend;
    for (const std::string& part : parts) {
      if (!legend.empty() && display_width(legend) + 3 + display_width(part) > columns_) {
        line(legend);
        legend.clear();
      }
      legend += (legend.empty() ? "" : "   ") + part;
    }
    if (!legend.empty()) line(legend);
  }

  // What was told at the marks does not fit into the picture.
  void note_marks(const Lane& lane) {
    std::size_t shown = 0;
    for (const auto& mark : lane.marks) {
      if (mark.text.empty()) continue;
      if (++shown > kMostNotes) continue;
      line(one_line("◆ " + lane.name + " at " + time_text(mark.at_ms) + ": " + mark.text, columns_));
    }
    if (shown > kMostNotes) line("… (" + std::to_string(shown - kMostNotes) + " more)");
  }

  const TimelinePicture& picture_;
  const std::size_t columns_;
  const std::size_t lanes_;
  const std::size_t names_;
  const TimeScale scale_;
  std::string text_;
  std::set<End> unexplained_;  // drawn without words beside them
  bool cancellations_ = false;
  bool waits_ = false;
  bool breaks_ = false;
};

}  // namespace

std::string draw_timeline(const TimelinePicture& picture, std::size_t columns) {
  return picture.empty() ? "" : Drawing(picture, columns).draw();
}

}  // namespace grader
