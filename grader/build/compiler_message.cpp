#include "grader/build/compiler_message.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace grader {
namespace {

// Takes ":123" off the end of `text`.
std::optional<unsigned> take_number(std::string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  text.remove_suffix(text.size() - colon);
  return number;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::optional<CompilerMessage> parse_message(std::string_view line) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 4> kMarkers{
      {{": fatal error: ", "error"}, {": error: ", "error"}, {": warning: ", "warning"}, {": note: ", "note"}}};
  std::size_t first = std::string_view::npos;
  CompilerMessage message;
  for (const auto& [marker, severity] : kMarkers) {
    const std::size_t at = line.find(marker);
    if (at >= first) continue;
    first = at;
    message.severity = severity;
    message.text = line.substr(at + marker.size());
  }
  if (first == std::string_view::npos) {
    if (!line.starts_with("fatal error: ")) return std::nullopt;
    return CompilerMessage{{}, 0, 0, "error", line.substr(13)};
  }
  std::string_view place = line.substr(0, first);
  const auto last = take_number(place);
  if (!last) return message;
  const auto before = take_number(place);
  message.path = place;
  message.line = before.value_or(*last);
  message.column = before ? *last : 0;
  return message;
}

std::vector<CompilerFinding> parse_findings(std::string_view output) {
  std::vector<CompilerFinding> findings;
  for (const std::string_view line : lines_of(output)) {
    auto message = parse_message(line);
    if (!message) continue;
    if (message->severity != "note") {
      findings.push_back({*std::move(message), {}});
    } else if (!findings.empty()) {
      findings.back().notes.push_back(*std::move(message));
    }
  }
  return findings;
}

}  // namespace grader
