#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

#include "tracing.hpp"

namespace {

// Ids as text, made and taken apart character by character.
constexpr std::string_view kShape = "00-tttttttttttttttttttttttttttttttt-pppppppppppppppp-ff";

bool is_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_valid(std::string_view text) {
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_field = kShape[i] == 't' || kShape[i] == 'p' || kShape[i] == 'f';
    if (is_field ? !is_digit(text[i]) : text[i] != kShape[i]) return false;
  }
  const auto is_zero = [](char c) { return c == '0'; };
  return !std::ranges::all_of(text.substr(3, 32), is_zero) && !std::ranges::all_of(text.substr(36, 16), is_zero);
}

std::string sixteen_digits(std::uint64_t number) {
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(number));
  return digits.data();
}

aio::Task<aio::Json> attempt(aio::HttpClient& client, aio::Request request) {
  const aio::Response response = co_await client.request(std::move(request));
  response.raise_for_status();
  co_return response.json();
}

}  // namespace

aio::Task<aio::Json> fetch_traced(aio::HttpClient& client, std::string url, int attempts,
                                  std::optional<std::string> incoming, std::function<std::uint64_t()> random) {
  std::string head = "00-";
  std::string tail = "-01";
  if (incoming && is_valid(*incoming)) {
    head += incoming->substr(3, 32) + "-";
    tail = incoming->substr(52);
  } else {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    while (high == 0 && low == 0) {
      high = random();
      low = random();
    }
    head += sixteen_digits(high) + sixteen_digits(low) + "-";
  }

  for (int i = 1;; ++i) {
    std::uint64_t span = random();
    while (span == 0) span = random();
    aio::Request request{.url = url};
    request.headers.emplace("traceparent", head + sixteen_digits(span) + tail);
    try {
      co_return co_await attempt(client, std::move(request));
    } catch (const aio::Error&) {
      if (i >= attempts) throw;
    }
  }
}
