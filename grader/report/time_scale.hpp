#pragma once

#include <vector>

namespace grader {

/// Maps the moments of a test to places between 0 and a width, so that each step from one to the next can be seen.
///
/// Where it can, the scale is true: equal times are equally long. Where a step would become too small to see it is drawn
/// `least` wide, and the steps that pay for it are marked as shortened: a reader has to be told.
class TimeScale {
 public:
  struct Stretch {
    double from_ms = 0;
    double to_ms = 0;
    double at = 0;
    double width = 0;
    bool shortened = false;  ///< less than a quarter as wide as the widest ones are for the same time
  };

  /// Requires: `moments` ascend and are finite. One moment or none makes a scale without stretches.
  TimeScale(const std::vector<double>& moments, double width, double least);

  double place(double ms) const;  ///< before the first moment it is 0, after the last one the width
  const std::vector<Stretch>& stretches() const { return stretches_; }
  bool has_shortened() const;

 private:
  std::vector<Stretch> stretches_;
};

}  // namespace grader
