#include "mock_server/timeline/axis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "mock_server/describe.hpp"

namespace mock_server::timeline {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kFarLonger = 10;  // than all the rest together
constexpr Time kAnInstant = 5ms;         // a rest as short as this need not be seen in detail
constexpr std::size_t kMostCuts = 6;     // more of them are a pattern that should be seen

struct Gap {
  Time from{};
  Time to{};
  Time length() const { return to - from; }
};

/// The stretches of time in which no request begins or ends and nothing is marked.
std::vector<Gap> quiet_gaps(const Model& model) {
  std::vector<Time> times = {Time{0}, model.length};
  for (const auto& lane : model.lanes) {
    for (const auto& bar : lane.bars) times.insert(times.end(), {bar.from, bar.begin, bar.to});
    for (const auto& event : lane.events) times.push_back(event.at);
  }
  std::ranges::sort(times);
  std::vector<Gap> gaps;
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] > times[i - 1]) gaps.push_back({times[i - 1], times[i]});
  }
  return gaps;
}

std::vector<Gap> gaps_to_cut(const Model& model) {
  auto gaps = quiet_gaps(model);
  std::ranges::sort(gaps, std::greater<>(), &Gap::length);
  Time rest = model.length;
  std::size_t cut = 0;
  for (std::size_t i = 0; i < gaps.size() && i < kMostCuts; ++i) {
    rest -= gaps[i].length();
    if (rest > kAnInstant && gaps[i].length() > kFarLonger * rest) cut = i + 1;
  }
  gaps.resize(cut);
  std::ranges::sort(gaps, {}, &Gap::from);
  return gaps;
}

constexpr std::array<Time, 34> kSteps = {1us,  2us,  5us,  10us,  20us,  50us,  100us, 200us, 500us, 1ms, 2ms, 5ms,
                                         10ms, 20ms, 50ms, 100ms, 200ms, 500ms, 1s,    2s,    5s,    10s, 15s, 30s,
                                         1min, 2min, 5min, 10min, 15min, 30min, 1h,    2h,    6h,    24h};

}  // namespace

Axis::Axis(const Model& model, double width, double cut_width, double narrowest)
    : width_(width), cut_width_(cut_width) {
  Time from{0};
  for (const auto& gap : gaps_to_cut(model)) {
    stretches_.push_back({.from = from, .to = gap.from});
    cuts_.push_back({.from = gap.from, .to = gap.to});
    from = gap.to;
  }
  stretches_.push_back({.from = from, .to = model.length});
  lay_out(model.length, narrowest);
}

void Axis::lay_out(Time length, double narrowest) {
  Time shown = length;
  for (const auto& cut : cuts_) shown -= cut.to - cut.from;
  const auto stretches = static_cast<double>(stretches_.size());
  const double spare = width_ - cut_width_ * static_cast<double>(cuts_.size()) - narrowest * stretches;
  double at = 0;
  for (std::size_t i = 0; i < stretches_.size(); ++i) {
    auto& stretch = stretches_[i];
    const auto lasts = static_cast<double>((stretch.to - stretch.from).count());
    const double share = shown.count() == 0 ? 1 / stretches : lasts / static_cast<double>(shown.count());
    stretch.at = at;
    stretch.width = narrowest + spare * share;
    at += stretch.width;
    if (i == cuts_.size()) break;
    cuts_[i].at = at;
    at += cut_width_;
  }
}

double Axis::place(Time time) const {
  for (std::size_t i = 0; i < stretches_.size(); ++i) {
    const auto& stretch = stretches_[i];
    if (time <= stretch.to || i + 1 == stretches_.size()) {
      if (time < stretch.from) return cuts_[i - 1].at + cut_width_ / 2;
      const auto lasts = static_cast<double>((stretch.to - stretch.from).count());
      if (lasts == 0) return stretch.at;
      return stretch.at + stretch.width * std::min(1.0, static_cast<double>((time - stretch.from).count()) / lasts);
    }
  }
  return width_;
}

std::vector<Axis::Tick> Axis::candidates(double least_distance) const {
  Time shown{0};
  double width = 0;
  for (const auto& stretch : stretches_) {
    shown += stretch.to - stretch.from;
    width += stretch.width;
  }
  const double per_column = static_cast<double>(shown.count()) / std::max(width, 1.0);
  Time step = kSteps.back();
  for (const auto candidate : kSteps) {
    if (static_cast<double>(candidate.count()) < per_column * least_distance) continue;
    step = candidate;
    break;
  }
  // Beyond the table: whole days.
  while (static_cast<double>(step.count()) < per_column * least_distance) step *= 2;
  std::vector<Tick> found;
  for (const auto& stretch : stretches_) {
    // After a cut, the time since its end says more than a long time with a small difference to the one before.
    const bool after_cut = stretch.from > Time{0};
    for (Time time = stretch.from; time <= stretch.to; time += step) {
      const bool is_first = time == stretch.from;
      const auto label = is_first || !after_cut ? duration_text(time) : "+" + duration_text(time - stretch.from);
      found.push_back({place(time), label, is_first});
    }
  }
  return found;
}

std::vector<std::string> cut_sentences(const Axis& axis) {
  std::vector<std::string> sentences;
  for (const auto& cut : axis.cuts()) {
    sentences.push_back(duration_text(cut.to - cut.from) + " left out after +" + duration_text(cut.from));
  }
  return sentences;
}

}  // namespace mock_server::timeline
