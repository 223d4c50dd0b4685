#include "mock_server/timeline/svg_view.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "mock_server/describe.hpp"
#include "mock_server/text/terminal_text.hpp"
#include "mock_server/timeline/axis.hpp"
#include "mock_server/timeline/svg_canvas.hpp"
#include "mock_server/timeline/svg_style.hpp"
#include "mock_server/timeline/wording.hpp"

namespace mock_server::timeline {

namespace {

constexpr double kMargin = 16;
constexpr double kLine = 18;   // of text
constexpr double kTrack = 20;  // of bars
constexpr double kCutWidth = 22;
constexpr double kCutInset = SvgCanvas::kMark / 2 + 2;
constexpr double kBaseline = 4;  // below the middle

class SvgView {
 public:
  SvgView(const Model& model, const SvgOptions& options)
      : model_(model),
        options_(options),
        width_(static_cast<double>(std::max<std::size_t>(options.width, 480))),
        chart_x_(kMargin + label_width() + 14),
        chart_width_(width_ - kMargin - chart_x_ - SvgCanvas::kMark),
        axis_(model, chart_width_, kCutWidth, 4) {}

  std::string render() {
    put_header();
    if (!model_.lanes.empty()) {
      const double top = y_;
      y_ += kLine;
      for (std::size_t i = 0; i < model_.lanes.size(); ++i) put_lane(model_.lanes[i], i % 2 == 0);
      put_grid(top);
      put_legend();
      put_lines();
    }
    const double height = y_ + kMargin;
    SvgCanvas frame;
    frame.rect(0, 0, width_, height, "back");
    return opening(height) + frame.elements() + below_.elements() + above_.elements() + "</svg>\n";
  }

 private:
  double label_width() const {
    double widest = 60;
    for (const auto& lane : model_.lanes) widest = std::max(widest, SvgCanvas::text_width(lane.name));
    return std::min(widest, static_cast<double>(options_.width) / 4);
  }

  std::string opening(double height) const {
    const auto id = SvgCanvas::escaped(options_.id);
    const auto size = [](double value) { return std::to_string(static_cast<int>(value)); };
    std::string description;
    for (const auto& part : summary(model_, axis_)) description += (description.empty() ? "" : "; ") + part;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"hangtime-timeline\" width=\"" + size(width_) +
           "\" height=\"" + size(height) + "\" viewBox=\"0 0 " + size(width_) + " " + size(height) +
           "\" role=\"img\" aria-labelledby=\"" + id + "-title " + id + "-desc\">\n<title id=\"" + id + "-title\">" +
           SvgCanvas::escaped(options_.title) + "</title>\n<desc id=\"" + id + "-desc\">" +
           SvgCanvas::escaped(description) + "</desc>\n<style>" + kSvgStyle + "</style>\n";
  }

  double place(Time time) const { return chart_x_ + axis_.place(time); }

  void put_text_lines(double x, const std::string& text, const char* style) {
    const auto columns = static_cast<std::size_t>((width_ - kMargin - x) / SvgCanvas::kCharacter);
    for (const auto& line : text::wrap(text, columns)) {
      above_.text(x, y_ + kLine / 2 + kBaseline, line, style);
      y_ += kLine;
    }
  }

  void put_header() {
    constexpr double kTitleCharacter = SvgCanvas::kCharacter * 16 / 12;
    const auto columns = static_cast<std::size_t>((width_ - 2 * kMargin) / kTitleCharacter);
    y_ += 6;
    above_.text(kMargin, y_ + kLine / 2, printable(options_.title, columns / 2), "title");
    y_ += kLine + 4;
    for (const auto& part : summary(model_, axis_)) put_text_lines(kMargin, part, "dim");
    y_ += 10;
  }

  // ---- lanes ----

  /// Without the text beside it.
  std::pair<double, double> extent(const Bar& bar) const {
    const double end = place(bar.to);
    return {std::min(place(bar.from), end - SvgCanvas::kMark / 2), end + SvgCanvas::kMark / 2 + 1};
  }

  void put_lane(const Lane& lane, bool stripe) {
    std::vector<std::pair<double, double>> extents;
    for (const auto& bar : lane.bars) extents.push_back(extent(bar));
    const auto tracks = pack(extents);
    const auto count = (tracks.empty() ? 0 : *std::ranges::max_element(tracks) + 1) + (lane.events.empty() ? 0 : 1);
    if (stripe) below_.rect(0, y_, width_, kTrack * static_cast<double>(count), "stripe");
    put_label(lane.name);
    for (std::size_t i = 0; i < lane.bars.size(); ++i) {
      std::optional<double> next;
      for (std::size_t j = i + 1; j < lane.bars.size(); ++j) {
        if (tracks[j] != tracks[i]) continue;
        next = extents[j].first;
        break;
      }
      put_bar(lane.bars[i], y_ + kTrack * (static_cast<double>(tracks[i]) + 0.5), next);
    }
    y_ += kTrack * static_cast<double>(count);
    if (!lane.events.empty()) put_events(lane, y_ - kTrack / 2);
  }

  void put_label(const std::string& name) {
    const auto columns = static_cast<std::size_t>((chart_x_ - kMargin - 10) / SvgCanvas::kCharacter);
    std::string shown = name;
    for (auto limit = columns; text::display_width(shown) > columns && limit > 2; --limit)
      shown = printable(name, limit);
    above_.begin_group(name);
    above_.text(kMargin, y_ + kTrack / 2 + kBaseline, shown);
    above_.end_group();
  }

  void put_bar(const Bar& bar, double middle, std::optional<double> next) {
    above_.begin_group("#" + std::to_string(bar.sequence) + "  +" + duration_text(bar.begin) + "  " + sentence(bar));
    for (const auto& span : bar.spans) {
      const double from = place(span.from);
      const double to = std::min(place(span.to), place(bar.to) - SvgCanvas::kMark / 2);
      if (to > from) above_.shape(span.phase, from, middle, std::max(1.0, to - from));
      phases_.insert(span.phase);
    }
    double x = place(bar.to);
    above_.shape(bar.outcome, x, middle);
    outcomes_.insert(bar.outcome);
    x += SvgCanvas::kMark / 2 + 3;
    const double limit = next.value_or(width_ - kMargin / 2) - 3;
    const bool has_status = bar.outcome == Outcome::kAnswered || bar.outcome == Outcome::kAnsweredError;
    const auto label = has_status ? std::to_string(bar.status) : bar.fault;
    if (!label.empty() && x + SvgCanvas::text_width(label) < limit) {
      above_.text(x, middle + kBaseline, label, "dim");
      x += SvgCanvas::text_width(label) + 4;
    }
    if (bar.pause) {
      above_.pause(x, std::min(limit, place(bar.to + *bar.pause) - 4), middle);
      pauses_ = true;
    }
    above_.end_group();
  }

  void put_events(const Lane& lane, double middle) {
    for (std::size_t i = 0; i < lane.events.size(); ++i) {
      const auto& event = lane.events[i];
      const double x = place(event.at);
      const double limit = i + 1 < lane.events.size() ? place(lane.events[i + 1].at) - 8 : width_ - kMargin / 2;
      above_.begin_group("+" + duration_text(event.at) + "  " + event.what);
      above_.event(x, middle);
      if (x + 9 + SvgCanvas::text_width(event.what) < limit) above_.text(x + 9, middle + kBaseline, event.what, "dim");
      above_.end_group();
    }
    events_ = true;
  }

  // ---- axis ----

  void put_grid(double top) {
    const auto ticks = axis_.ticks(SvgCanvas::text_width, 14);
    for (const auto& tick : ticks) {
      const double x = chart_x_ + tick.at;
      below_.line(x, top + kLine - 4, x, y_, "grid");
      above_.text(x, top + kLine / 2 + kBaseline - 2, tick.label, "dim");
    }
    const auto sentences = cut_sentences(axis_);
    for (std::size_t i = 0; i < sentences.size(); ++i)
      put_cut(chart_x_ + axis_.cuts()[i].at, top + kLine - 4, sentences[i]);
  }

  void put_cut(double x, double top, const std::string& tooltip) {
    above_.begin_group(tooltip);
    above_.rect(x + kCutInset, top, kCutWidth - 2 * kCutInset, y_ - top, "cut");
    for (const double edge : {x + kCutInset, x + kCutWidth - kCutInset - 3}) {
      std::string zigzag = "M" + SvgCanvas::number(edge) + ' ' + SvgCanvas::number(top);
      bool out = true;
      for (double y = top; y < y_; y += 5, out = !out) {
        zigzag += std::string("l") + (out ? "3 " : "-3 ") + SvgCanvas::number(std::min(5.0, y_ - y));
      }
      above_.path(zigzag, "cut-edge");
    }
    above_.end_group();
  }

  // ---- below the chart ----

  template <class Draw>
  void put_legend_entry(double& x, const std::string& name, const Draw& draw) {
    const double needs = 26 + SvgCanvas::text_width(name);
    if (x + needs > width_ - kMargin) {
      x = kMargin;
      y_ += kLine;
    }
    draw(x, y_ + kLine / 2);
    above_.text(x + 26, y_ + kLine / 2 + kBaseline, name, "dim");
    x += needs + 18;
  }

  void put_legend() {
    y_ += 12;
    double x = kMargin;
    for (const auto phase : phases_) {
      put_legend_entry(x, name_of(phase), [&](double at, double middle) { above_.shape(phase, at, middle, 20); });
    }
    for (const auto outcome : outcomes_) {
      put_legend_entry(x, name_of(outcome), [&](double at, double middle) { above_.shape(outcome, at + 10, middle); });
    }
    if (pauses_) put_legend_entry(x, kPauseName, [&](double at, double middle) { above_.pause(at, at + 20, middle); });
    if (events_) put_legend_entry(x, kEventName, [&](double at, double middle) { above_.event(at + 10, middle); });
    y_ += kLine + 12;
  }

  void put_lines() {
    const auto all = lines(model_);
    std::size_t numbers = 0;
    std::size_t times = 0;
    for (const auto& line : all) {
      numbers = std::max(numbers, line.number.size());
      times = std::max(times, duration_text(line.at).size() + 1);
    }
    const double time_end = kMargin + SvgCanvas::kCharacter * static_cast<double>(numbers + 2 + times);
    for (const auto& line : all) {
      if (line.after_left_out) put_text_lines(kMargin, "… (" + std::to_string(model_.left_out) + " more)", "dim");
      const auto time = "+" + duration_text(line.at);
      above_.text(kMargin, y_ + kLine / 2 + kBaseline, line.number, "dim");
      above_.text(time_end - SvgCanvas::text_width(time), y_ + kLine / 2 + kBaseline, time, "dim");
      put_text_lines(time_end + 2 * SvgCanvas::kCharacter, line.text, "");
    }
  }

  const Model& model_;
  const SvgOptions& options_;
  const double width_;
  const double chart_x_;
  const double chart_width_;
  const Axis axis_;
  SvgCanvas below_;  // stripes and grid
  SvgCanvas above_;
  double y_ = kMargin;
  std::set<Phase> phases_;
  std::set<Outcome> outcomes_;
  bool pauses_ = false;
  bool events_ = false;
};

}  // namespace

std::string render_svg(const Model& model, const SvgOptions& options) { return SvgView(model, options).render(); }

}  // namespace mock_server::timeline
