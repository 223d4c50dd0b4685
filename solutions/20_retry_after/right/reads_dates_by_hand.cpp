#include <array>
#include <cstdio>
#include <optional>
#include <variant>

#include "retry_after.hpp"

namespace {

using std::chrono::sys_seconds;

std::optional<sys_seconds> date_of(const std::string& text) {
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<char, 4> weekday{};
  std::array<char, 4> name{};
  unsigned day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  const int found = std::sscanf(text.c_str(), "%3s, %2u %3s %4d %2d:%2d:%2d GMT", weekday.data(), &day, name.data(),
                                &year, &hour, &minute, &second);
  if (found != 7) return std::nullopt;
  for (unsigned month = 0; month < kMonths.size(); ++month) {
    if (std::string(name.data()) != kMonths.at(month)) continue;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month + 1),
                                           std::chrono::day(day)};
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second);
  }
  return std::nullopt;
}

struct Default {};
struct TooLong {};
using Wait = std::variant<Default, std::chrono::seconds, TooLong>;

Wait number_of(const std::string& digits) {
  std::int64_t count = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return Default{};
    if (count < 1'000'000'000'000) count = 10 * count + (c - '0');
  }
  return digits.empty() ? Wait(Default{}) : Wait(std::chrono::seconds(count));
}

Wait wait_of(const aio::Response& response, std::chrono::seconds left) {
  const auto header = response.header("Retry-After");
  if (!header) return Default{};
  const bool minus = header->rfind('-', 0) == 0;
  Wait wait = number_of(minus ? header->substr(1) : *header);
  if (minus && !std::holds_alternative<Default>(wait)) return std::chrono::seconds(0);
  if (const auto then = date_of(*header)) {
    const auto date = response.header("Date");
    const auto now = date ? date_of(*date) : std::nullopt;
    if (now) wait = *then - *now;
  }
  const auto* seconds = std::get_if<std::chrono::seconds>(&wait);
  if (seconds != nullptr && *seconds > left) return TooLong{};
  return wait;
}

}  // namespace

// Three kinds of waits are three types; the date is taken apart by hand.
aio::Task<aio::Json> fetch_when_ready(aio::HttpClient& client, std::string url, aio::Duration total_limit,
                                      aio::Duration default_delay) {
  const auto began = aio::now();
  for (;;) {
    const auto response = co_await aio::timeout(began + total_limit - aio::now(), client.get(url));
    if (response.status != 429 && response.status != 503) {
      response.raise_for_status();
      co_return response.json();
    }
    const aio::Duration left = began + total_limit - aio::now();
    const Wait wait = wait_of(response, std::chrono::floor<std::chrono::seconds>(left));
    aio::Duration pause = default_delay;
    if (const auto* asked = std::get_if<std::chrono::seconds>(&wait)) pause = *asked;
    if (std::holds_alternative<TooLong>(wait) || pause >= left) response.raise_for_status();
    if (pause > aio::Duration::zero()) co_await aio::sleep(pause);
  }
}
