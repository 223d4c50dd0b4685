// Loses: understands_dates
// "Nobody sends dates."
#include <charconv>
#include <ctime>
#include <iomanip>
#include <limits>
#include <optional>
#include <sstream>
#include <string_view>

#include "retry_after.hpp"

namespace {

using std::chrono::seconds;

std::optional<seconds> parse_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::int64_t count = std::numeric_limits<std::int64_t>::max();  // left as it is by a number that is even larger
  std::from_chars(digits.begin(), digits.end(), count);
  return seconds(negative ? 0 : count);
}

/// Returns the wait that an answer asks for, or nothing when it asks for none that makes sense.
std::optional<seconds> wait_asked_for(const aio::Response& response) {
  const std::string retry_after = response.header("Retry-After").value_or("");
  if (const auto wait = parse_number(retry_after)) return wait;
  return std::nullopt;
}

}  // namespace

aio::Task<aio::Json> fetch_when_ready(aio::HttpClient& client, std::string url, aio::Duration total_limit,
                                      aio::Duration default_delay) {
  const aio::TimePoint deadline = aio::now() + total_limit;
  for (;;) {
    const aio::Response response = co_await aio::timeout(deadline - aio::now(), client.get(url));
    if (response.status != 429 && response.status != 503) {
      response.raise_for_status();
      co_return response.json();
    }
    constexpr auto kLongest = std::chrono::floor<seconds>(aio::Duration::max());
    const auto asked = wait_asked_for(response);
    const aio::Duration wait = asked ? std::min(*asked, kLongest) : default_delay;
    if (wait >= deadline - aio::now()) response.raise_for_status();
    co_await aio::sleep(wait);
  }
}
