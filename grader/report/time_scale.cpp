#include "grader/report/time_scale.hpp"

#include <algorithm>

namespace grader {

TimeScale::TimeScale(const std::vector<double>& moments, double width, double least) {
  for (std::size_t i = 1; i < moments.size(); ++i) {
    if (moments[i] > moments[i - 1]) stretches_.push_back({.from_ms = moments[i - 1], .to_ms = moments[i]});
  }
  if (stretches_.empty()) return;
  least = std::min(least, width / static_cast<double>(stretches_.size()));
  // The shortest steps get `least` until the others, by their share of what is left, are wide enough.
  std::vector<Stretch*> by_length;
  double time = 0;
  for (Stretch& stretch : stretches_) {
    by_length.push_back(&stretch);
    time += stretch.to_ms - stretch.from_ms;
  }
  std::ranges::sort(by_length, {}, [](const Stretch* one) { return one->to_ms - one->from_ms; });
  double room = width;
  double densest = 0;  // places per millisecond
  for (Stretch* stretch : by_length) {
    const double lasts = stretch->to_ms - stretch->from_ms;
    stretch->width = std::max(least, time > 0 ? room * lasts / time : least);
    room -= stretch->width;
    time -= lasts;
    densest = std::max(densest, stretch->width / lasts);
  }
  double at = 0;
  for (Stretch& stretch : stretches_) {
    stretch.at = at;
    at += stretch.width;
    stretch.shortened = stretch.width / (stretch.to_ms - stretch.from_ms) < densest / 4;
  }
}

double TimeScale::place(double ms) const {
  for (const Stretch& stretch : stretches_) {
    if (ms > stretch.to_ms) continue;
    const double share = (ms - stretch.from_ms) / (stretch.to_ms - stretch.from_ms);
    return stretch.at + stretch.width * std::clamp(share, 0.0, 1.0);
  }
  return stretches_.empty() ? 0 : stretches_.back().at + stretches_.back().width;
}

bool TimeScale::has_shortened() const { return std::ranges::any_of(stretches_, &Stretch::shortened); }

}  // namespace grader
