#include "grader/report/time_text.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace grader {
namespace {

constexpr double kSecond = 1'000;
constexpr double kMinute = 60 * kSecond;
constexpr double kHour = 60 * kMinute;
constexpr double kDay = 24 * kHour;

std::string number(double value, const char* unit) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.4g %s", value, unit);
  return text.data();
}

}  // namespace

std::string time_text(double ms) {
  if (ms < 0) return "-" + time_text(-ms);
  if (ms < kSecond) return number(ms, "ms");
  if (ms < kMinute) return number(ms / kSecond, "s");
  if (ms >= 100 * kDay) return number(ms / kDay, "days");
  const double whole = std::round(ms);
  std::string text;
  double rest = whole;
  for (const auto& [unit, name] : {std::pair{kDay, "d"}, {kHour, "h"}, {kMinute, "min"}}) {
    const double count = std::floor(rest / unit);
    rest -= count * unit;
    if (count > 0) text += (text.empty() ? "" : " ") + number(count, name);
  }
  return rest > 0 ? text + ' ' + number(rest / kSecond, "s") : text;
}

}  // namespace grader
