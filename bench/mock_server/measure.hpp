#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace bench {

using Clock = std::chrono::steady_clock;

inline double milliseconds(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

template <class Body>
double milliseconds_of(const Body& body) {
  const auto start = Clock::now();
  body();
  return milliseconds(Clock::now() - start);
}

/// Returns:  the smallest value that at least `percent` of all do not exceed (nearest rank).
/// Requires: at least one value.
inline double percentile(std::vector<double> values, double percent) {
  std::ranges::sort(values);
  const auto rank = std::ceil(percent / 100 * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

inline double median(std::vector<double> values) { return percentile(std::move(values), 50); }

/// Returns:  the median over several runs of one of their figures.
template <class Run>
double median_of(const std::vector<Run>& runs, double Run::* figure) {
  std::vector<double> values;
  for (const auto& run : runs) values.push_back(run.*figure);
  return median(std::move(values));
}

/// Prints one figure on a line of its own, and its budget if it has one.
inline void print_figure(const std::string& what, double value, const char* unit, std::optional<double> budget = {}) {
  std::printf("  %-44s %9.3f %s", what.c_str(), value, unit);
  if (budget) std::printf(" (budget %g: %s)", *budget, value <= *budget ? "kept" : "EXCEEDED");
  std::printf("\n");
}

}  // namespace bench
