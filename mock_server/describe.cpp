#include "mock_server/describe.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "mock_server/text/terminal_text.hpp"
#include "mock_server/text/utf8.hpp"

namespace mock_server {

namespace {

std::string number_text(double number, int digits) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*g", digits, number);
  return text.data();
}

/// From a minute on: "2 h 5 min 0.08 s".
std::string long_duration_text(Duration duration, int digits) {
  using namespace std::chrono;
  const auto whole_hours = duration_cast<hours>(duration);
  const auto whole_minutes = duration_cast<minutes>(duration - whole_hours);
  // As many digits of the seconds as a shorter duration has.
  const auto unit = nanoseconds(static_cast<std::int64_t>(std::pow(10, std::max(0, 10 - digits))));
  const auto rest = (duration - whole_hours - whole_minutes) / unit * unit;
  std::string text;
  if (whole_hours.count() > 0) text += std::to_string(whole_hours.count()) + " h ";
  if (whole_minutes.count() > 0) text += std::to_string(whole_minutes.count()) + " min ";
  if (rest.count() > 0) text += number_text(std::chrono::duration<double>(rest).count(), digits + 2) + " s ";
  text.pop_back();
  return text;
}

}  // namespace

std::string duration_text(Duration duration, int digits) {
  struct Unit {
    double size;
    const char* name;
  };
  static constexpr std::array<Unit, 4> kUnits{{{1e9, "s"}, {1e6, "ms"}, {1e3, "us"}, {1, "ns"}}};
  if (duration >= std::chrono::minutes(1)) return long_duration_text(duration, digits);
  const auto nanoseconds = static_cast<double>(duration.count());
  for (const auto& unit : kUnits) {
    if (std::abs(nanoseconds) >= unit.size) return number_text(nanoseconds / unit.size, digits) + " " + unit.name;
  }
  return "0 ms";
}

std::string duration_text_beside(Duration duration, Duration other) {
  constexpr int kAllDigits = 17;
  for (int digits = 4; digits < kAllDigits; ++digits) {
    auto text = duration_text(duration, digits);
    if (duration == other || text != duration_text(other, digits)) return text;
  }
  return duration_text(duration, kAllDigits);
}

std::string plural(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string printable(std::string_view text, std::size_t limit) {
  // Whatever is cut away in the middle need not be looked at; a code point has at most four bytes.
  const bool huge = text.size() > 8 * limit + 8;
  std::string shown = text::visible(huge ? text.substr(0, 4 * limit) : text, 1);
  if (huge) shown += text::visible(text.substr(text.size() - 4 * limit), 1);
  for (std::size_t at = 0; (at = shown.find('\n', at)) != std::string::npos;) shown.replace(at, 1, "\\n");
  if (!huge && text::count_code_points(shown) <= limit) return shown;
  const auto skip = [&shown](std::size_t from, std::size_t count) {
    for (; count > 0 && from < shown.size(); --count)
      from += text::first_code_point(std::string_view(shown).substr(from)).bytes;
    return from;
  };
  const auto head = limit * 2 / 3;
  const auto tail = limit - head - 1;
  const auto all = text::count_code_points(shown);
  return shown.substr(0, skip(0, head)) + "…" + shown.substr(skip(0, all - tail));
}

std::string path_text(const Exchange& exchange) {
  if (!exchange.request.path.empty()) return printable(exchange.request.path);
  return exchange.fault == "accept_hang" ? "(a connection that is never read)" : "(no path known)";
}

std::string outcome_text(const Exchange& exchange) {
  const auto after = " after " + duration_text(exchange.ended.value_or(exchange.first_byte) - exchange.first_byte);
  const bool answering = exchange.first_response_byte.has_value();
  switch (exchange.end) {
    case End::kOpen:
      if (!exchange.head_known && exchange.waits.empty()) return "request not complete";
      return answering ? "answer not complete" : "still open";
    case End::kServed:
      return "answered " + std::to_string(exchange.status);
    case End::kClientLeft:
      return "client left" + after;
    case End::kClientReset:
      return "client reset the connection" + after;
    case End::kServerClosed:
      return "closed by the server" + after;
    case End::kStopped:
      return "open until the server stopped" + after;
  }
  return "";
}

std::string request_line(const Exchange& exchange) {
  const auto method = exchange.request.method.empty() ? "" : printable(exchange.request.method, 20) + " ";
  const auto attempt = exchange.attempt == 0 ? "" : "attempt " + std::to_string(exchange.attempt) + ": ";
  const auto key =
      exchange.key.empty() || exchange.key == exchange.request.path ? "" : "key " + printable(exchange.key, 40) + ", ";
  return "#" + std::to_string(exchange.sequence) + "  at " + duration_text(exchange.first_byte) + "  " + method +
         path_text(exchange) + "  " + key + attempt + outcome_text(exchange);
}

}  // namespace mock_server
