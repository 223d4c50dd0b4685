#include <time.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "retry_after.hpp"

namespace {

std::optional<double> seconds_since_1970(const std::optional<std::string>& date) {
  std::tm parts{};
  if (!date) return std::nullopt;
  const char* rest = ::strptime(date->c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (rest == nullptr || *rest != '\0') return std::nullopt;
  return static_cast<double>(::timegm(&parts));
}

std::optional<double> seconds_to_wait(const aio::Response& response) {
  const auto when = response.header("Retry-After");
  if (!when || when->empty()) return std::nullopt;
  const auto first_digit = when->begin() + (when->front() == '-' ? 1 : 0);
  const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  if (first_digit != when->end() && std::all_of(first_digit, when->end(), is_digit)) {
    return std::strtod(when->c_str(), nullptr);
  }
  const auto there = seconds_since_1970(when);
  const auto here = seconds_since_1970(response.header("Date"));
  if (!there || !here) return std::nullopt;
  return *there - *here;
}

// Counts in floating point, which knows no overflow, and rounds only what is short enough to be waited for.
aio::Task<aio::Json> keep_asking(aio::HttpClient& client, std::string url, aio::TimePoint deadline,
                                 aio::Duration default_delay) {
  while (true) {
    auto response = co_await client.get(url);
    const bool later = response.status == 429 || response.status == 503;
    if (!later) {
      response.raise_for_status();
      co_return response.json();
    }
    const std::chrono::duration<double> left = deadline - aio::now();
    const auto asked = seconds_to_wait(response);
    if (asked && *asked >= left.count()) response.raise_for_status();
    const aio::Duration wait =
        asked ? aio::Duration(std::chrono::seconds(std::max(0LL, std::llround(std::max(0.0, *asked))))) : default_delay;
    if (aio::now() + wait >= deadline) response.raise_for_status();
    co_await aio::sleep(wait);
  }
}

}  // namespace

// One limit around everything; the loop knows the deadline only to see which wait is too long.
aio::Task<aio::Json> fetch_when_ready(aio::HttpClient& client, std::string url, aio::Duration total_limit,
                                      aio::Duration default_delay) {
  const auto deadline = aio::now() + total_limit;
  co_return co_await aio::timeout(total_limit, keep_asking(client, url, deadline, default_delay));
}
