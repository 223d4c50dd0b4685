#include "mock_server/timeline/text_view.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "mock_server/describe.hpp"
#include "mock_server/text/terminal_text.hpp"
#include "mock_server/text/utf8.hpp"
#include "mock_server/timeline/axis.hpp"
#include "mock_server/timeline/wording.hpp"

namespace mock_server::timeline {

namespace {

/// What one column of a track shows.
enum class Cell {
  kEmpty,
  kConnecting,
  kReceiving,
  kWaiting,
  kAnswering,
  kPause,
  kCut,
  kEvent,
  kAnswered,
  kAnsweredError,
  kServerClosed,
  kClientLeft,
  kClientReset,
  kStopped,
  kOpen,
};

struct Look {
  const char* utf8;
  const char* ascii;
  const char* colour;
};

const Look& look_of(Cell cell) {
  static constexpr std::array<Look, 15> kLooks{{{" ", " ", ""},
                                                {"╌", ":", "2"},
                                                {"▒", ">", "34"},
                                                {"─", "-", "33"},
                                                {"█", "=", "32"},
                                                {"·", ".", "2"},
                                                {"╱", "/", "2"},
                                                {"◆", "^", "35"},
                                                {"✓", "o", "32"},
                                                {"!", "!", "33"},
                                                {"✗", "x", "31"},
                                                {"◁", "<", "31"},
                                                {"⊗", "#", "31"},
                                                {"■", "|", "2"},
                                                {"…", "~", "33"}}};
  return kLooks[static_cast<std::size_t>(cell)];
}

Cell cell_of(Phase phase) { return static_cast<Cell>(static_cast<int>(Cell::kConnecting) + static_cast<int>(phase)); }
Cell cell_of(Outcome outcome) {
  return static_cast<Cell>(static_cast<int>(Cell::kAnswered) + static_cast<int>(outcome));
}

using Track = std::vector<Cell>;

class TextView {
 public:
  TextView(const Model& model, const TextOptions& options)
      : model_(model),
        options_(options),
        width_(std::max<std::size_t>(options.width, 40)),
        label_width_(label_width()),
        columns_(width_ - label_width_ - 1),
        axis_(model, static_cast<double>(columns_), kCutColumns, 2) {}

  std::string render() {
    for (const auto& sentence : summary(model_, axis_)) put_wrapped("", sentence, "");
    if (model_.lanes.empty()) return text_;
    text_ += "\n";
    put_ticks();
    for (const auto& lane : model_.lanes) put_lane(lane);
    text_ += "\n";
    put_legend();
    text_ += "\n";
    put_lines();
    return text_;
  }

 private:
  static constexpr std::size_t kCutColumns = 2;

  std::size_t label_width() const {
    std::size_t widest = 8;
    for (const auto& lane : model_.lanes) widest = std::max(widest, text::display_width(own(lane.name)));
    return std::min(widest, width_ / 4);
  }

  static std::size_t column_at(double place) { return static_cast<std::size_t>(std::floor(place + 1e-9)); }

  /// What ends where a cut begins is before it.
  std::size_t column(Time time) const {
    auto column = std::min(columns_ - 1, column_at(axis_.place(time)));
    for (const auto& cut : axis_.cuts()) {
      const auto first = column_at(cut.at);
      if (time <= cut.from) column = std::min(column, first - 1);
      if (time >= cut.to) column = std::max(column, first + kCutColumns);
    }
    return column;
  }

  /// What is not ASCII is written out where only ASCII may be shown.
  std::string own(const std::string& text) const {
    if (!options_.ascii) return text;
    std::string plain;
    for (std::string_view rest = text; !rest.empty();) {
      const auto point = text::first_code_point(rest);
      plain += point.value < 0x80 ? std::string(rest.substr(0, point.bytes)) : point.value == U'…' ? "..." : "?";
      rest.remove_prefix(point.bytes);
    }
    return plain;
  }

  /// Cuts in the middle to a number of columns.
  std::string fitted(const std::string& text, std::size_t columns) const {
    auto shown = own(text);
    const std::string dots = options_.ascii ? ".." : "…";
    for (std::size_t limit = columns; text::display_width(shown) > columns && limit > 2; --limit) {
      shown = own(printable(text, limit));
    }
    return shown;
  }

  std::string padded(std::string text, std::size_t columns) const {
    const auto taken = text::display_width(text);
    return text.append(columns - std::min(columns, taken), ' ');
  }

  std::string painted(const char* colour, const std::string& text) const {
    if (!options_.colour || colour[0] == '\0') return text;
    return "\x1b[" + std::string(colour) + "m" + text + "\x1b[0m";
  }

  const char* glyph(Cell cell) const { return options_.ascii ? look_of(cell).ascii : look_of(cell).utf8; }

  void put_line(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    text_ += line + "\n";
  }

  void put_wrapped(const std::string& first, const std::string& sentence, const std::string& others) {
    bool is_first = true;
    for (const auto& line : text::wrap(own(sentence), width_ - text::display_width(first))) {
      put_line((is_first ? first : others) + line);
      is_first = false;
    }
  }

  void put_ticks() {
    const auto ticks = axis_.ticks([](const std::string& label) { return static_cast<double>(label.size()); }, 2);
    std::string labels;
    std::vector<std::string> ruler(columns_, options_.ascii ? "-" : "─");
    for (const auto& tick : ticks) {
      const auto at = column_at(tick.at);
      labels.append(at - std::min(at, labels.size()), ' ');
      labels += tick.label;
      ruler[std::min(at, columns_ - 1)] = options_.ascii ? "+" : "┬";
    }
    for (const auto& cut : axis_.cuts()) {
      for (std::size_t i = 0; i < kCutColumns; ++i) ruler[column_at(cut.at) + i] = glyph(Cell::kCut);
    }
    const std::string blank(label_width_ + 1, ' ');
    put_line(blank + labels);
    std::string joined;
    for (const auto& piece : ruler) joined += piece;
    put_line(blank + painted("2", joined));
  }

  void draw(const Bar& bar, Track& track) {
    for (const auto& span : bar.spans) {
      for (auto i = column(span.from); i <= column(span.to); ++i) track[i] = cell_of(span.phase);
    }
    track[column(bar.to)] = cell_of(bar.outcome);
  }

  void draw_pause(const Bar& bar, Track& track) const {
    if (!bar.pause) return;
    const auto next = column(bar.to + *bar.pause);
    for (auto i = column(bar.to) + 1; i < next && track[i] == Cell::kEmpty; ++i) track[i] = Cell::kPause;
  }

  void put_lane(const Lane& lane) {
    std::vector<std::pair<double, double>> extents;
    for (const auto& bar : lane.bars) {
      extents.emplace_back(static_cast<double>(column(bar.from)), static_cast<double>(column(bar.to) + 1));
    }
    const auto places = pack(extents);
    const auto count = places.empty() ? 0 : *std::ranges::max_element(places) + 1;
    std::vector<Track> tracks(count, Track(columns_, Cell::kEmpty));
    for (std::size_t i = 0; i < places.size(); ++i) draw(lane.bars[i], tracks[places[i]]);
    for (std::size_t i = 0; i < places.size(); ++i) draw_pause(lane.bars[i], tracks[places[i]]);
    if (!lane.events.empty()) {
      tracks.emplace_back(columns_, Cell::kEmpty);
      for (const auto& event : lane.events) tracks.back()[column(event.at)] = Cell::kEvent;
    }
    for (std::size_t i = 0; i < tracks.size(); ++i) put_track(i == 0 ? fitted(lane.name, label_width_) : "", tracks[i]);
  }

  void put_track(const std::string& label, Track& track) {
    for (const auto& cut : axis_.cuts()) {
      for (std::size_t i = 0; i < kCutColumns; ++i) track[column_at(cut.at) + i] = Cell::kCut;
    }
    std::string line = padded(label, label_width_) + " ";
    std::size_t last = track.size();
    while (last > 0 && track[last - 1] == Cell::kEmpty) --last;
    for (std::size_t i = 0; i < last;) {
      std::string run;
      const Cell cell = track[i];
      for (; i < last && track[i] == cell; ++i) run += glyph(cell);
      used_.insert(cell);
      line += painted(look_of(cell).colour, run);
    }
    put_line(line);
  }

  void put_legend() {
    std::string legend;
    const auto add = [&](Cell cell, const std::string& name) {
      if (!used_.contains(cell)) return;
      const std::string entry = std::string(glyph(cell)) + " " + name;
      const auto columns = text::display_width(legend);
      if (!legend.empty() && columns + 3 + text::display_width(entry) > width_) {
        put_line(legend);
        legend.clear();
      }
      legend += (legend.empty() ? "" : "   ") + entry;
    };
    for (int i = 0; i < 4; ++i) add(cell_of(static_cast<Phase>(i)), name_of(static_cast<Phase>(i)));
    for (int i = 0; i < 7; ++i) add(cell_of(static_cast<Outcome>(i)), name_of(static_cast<Outcome>(i)));
    add(Cell::kPause, kPauseName);
    add(Cell::kEvent, kEventName);
    add(Cell::kCut, kCutName);
    put_line(legend);
  }

  void put_lines() {
    const auto all = lines(model_);
    std::size_t number_width = 0;
    std::size_t time_width = 0;
    for (const auto& line : all) {
      number_width = std::max(number_width, line.number.size());
      time_width = std::max(time_width, duration_text(line.at).size() + 1);
    }
    for (const auto& line : all) {
      if (line.after_left_out) put_line(own("… (" + std::to_string(model_.left_out) + " more)"));
      const std::string time = "+" + duration_text(line.at);
      const auto head =
          padded(line.number, number_width) + "  " + std::string(time_width - time.size(), ' ') + time + "  ";
      put_wrapped(head, line.text, std::string(head.size(), ' '));
    }
  }

  const Model& model_;
  const TextOptions& options_;
  const std::size_t width_;
  const std::size_t label_width_;
  const std::size_t columns_;
  const Axis axis_;
  std::set<Cell> used_;
  std::string text_;
};

}  // namespace

std::string render_text(const Model& model, const TextOptions& options) { return TextView(model, options).render(); }

}  // namespace mock_server::timeline
