#include "mock_server/framing.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace mock_server {

namespace {
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kMaxLineBytes = 8 * 1024;  // chunk sizes and trailers

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// All of the text must be digits: "-1", "+1", "1x" and "" are nothing.
std::optional<std::size_t> to_size(std::string_view text, int base) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// Views into the head: copies cost 4 % of a plain request.
std::vector<std::pair<std::string_view, std::string_view>> split_headers(std::string_view head) {
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  for (auto line_end = head.find(kLineEnd); line_end != head.npos; line_end = head.find(kLineEnd)) {
    const auto line = head.substr(0, line_end);
    head.remove_prefix(line_end + kLineEnd.size());
    const auto colon = line.find(':');
    if (colon != line.npos) headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  }
  return headers;
}

std::string word(std::string_view head, int index) {
  auto line = head.substr(0, head.find(kLineEnd));
  for (; index > 0; --index) {
    const auto space = line.find(' ');
    if (space == line.npos) return {};
    line.remove_prefix(space + 1);
  }
  return std::string(line.substr(0, line.find(' ')));
}
}  // namespace

std::string RequestFramer::method() const { return word(head_, 0); }
std::string RequestFramer::target() const { return word(head_, 1); }

RequestFramer::State RequestFramer::consume(std::string& bytes) {
  while (state_ != State::kComplete && state_ != State::kRefused && step(bytes)) {
    if (part_ == Part::kEnd) state_ = State::kComplete;
  }
  return state_;
}

/// Returns false when more bytes are needed.
bool RequestFramer::step(std::string& bytes) {
  switch (part_) {
    case Part::kHead:
      return take_head(bytes);
    case Part::kLength:
      return take_length(bytes);
    case Part::kChunkSize:
      return take_chunk_size(bytes);
    case Part::kChunk:
      return take_chunk(bytes);
    case Part::kTrailer:
      return take_trailer(bytes);
    case Part::kEnd:
      return false;
  }
  return false;
}

bool RequestFramer::refuse(int status) {
  state_ = State::kRefused;
  refusal_ = status;
  return true;
}

bool RequestFramer::take_head(std::string& bytes) {
  // An empty line before a request is allowed (RFC 9112, section 2.2).
  while (bytes.starts_with(kLineEnd)) bytes.erase(0, kLineEnd.size());
  if (bytes.empty() || bytes == "\r") return false;
  // Garbage has no empty line to wait for: a method is made of capitals.
  if (bytes.front() < 'A' || bytes.front() > 'Z') return refuse(400);
  const auto end = bytes.find("\r\n\r\n", searched_ < 3 ? 0 : searched_ - 3);
  if (end == bytes.npos) {
    searched_ = bytes.size();
    return bytes.size() > kMaxHeadBytes ? refuse(431) : false;
  }
  if (end + 4 > kMaxHeadBytes) return refuse(431);
  head_ = bytes.substr(0, end + 4);
  bytes.erase(0, end + 4);
  state_ = State::kBody;
  read_lengths();
  return true;
}

void RequestFramer::read_lengths() {
  std::optional<std::string_view> length;
  bool chunked = false;
  for (const auto& [name, value] : split_headers(head_)) {
    if (equal_ignoring_case(name, "Content-Length")) {
      if (length && *length != value) return void(refuse(400));
      length = value;
    } else if (equal_ignoring_case(name, "Transfer-Encoding")) {
      if (!equal_ignoring_case(value, "chunked")) return void(refuse(501));
      chunked = true;
    } else if (equal_ignoring_case(name, "Expect")) {
      expects_continue_ = equal_ignoring_case(value, "100-continue");
    }
  }
  if (chunked && length) return void(refuse(400));
  if (chunked) {
    part_ = Part::kChunkSize;
    return;
  }
  const auto bytes = length ? to_size(*length, 10) : 0;
  if (!bytes) return void(refuse(400));
  if (*bytes > max_body_bytes_) return void(refuse(413));
  remaining_ = *bytes;
  part_ = remaining_ > 0 ? Part::kLength : Part::kEnd;
}

bool RequestFramer::take_length(std::string& bytes) {
  const auto taken = std::min(remaining_, bytes.size());
  body_.append(bytes, 0, taken);
  bytes.erase(0, taken);
  remaining_ -= taken;
  if (remaining_ > 0) return false;
  part_ = Part::kEnd;
  return true;
}

bool RequestFramer::take_chunk_size(std::string& bytes) {
  const auto end = bytes.find(kLineEnd);
  if (end == bytes.npos) return bytes.size() > kMaxLineBytes ? refuse(400) : false;
  const std::string_view line(bytes.data(), end);
  const auto size = to_size(trimmed(line.substr(0, line.find(';'))), 16);
  if (!size) return refuse(400);
  if (*size > max_body_bytes_ - body_.size()) return refuse(413);
  bytes.erase(0, end + kLineEnd.size());
  remaining_ = *size;
  part_ = remaining_ > 0 ? Part::kChunk : Part::kTrailer;
  return true;
}

bool RequestFramer::take_chunk(std::string& bytes) {
  const auto taken = std::min(remaining_, bytes.size());
  body_.append(bytes, 0, taken);
  bytes.erase(0, taken);
  remaining_ -= taken;
  if (remaining_ > 0 || bytes.size() < kLineEnd.size()) return false;
  if (!bytes.starts_with(kLineEnd)) return refuse(400);
  bytes.erase(0, kLineEnd.size());
  part_ = Part::kChunkSize;
  return true;
}

bool RequestFramer::take_trailer(std::string& bytes) {
  const auto end = bytes.find(kLineEnd);
  if (end == bytes.npos) return bytes.size() > kMaxLineBytes ? refuse(400) : false;
  bytes.erase(0, end + kLineEnd.size());
  if (end == 0) part_ = Part::kEnd;
  return true;
}

}  // namespace mock_server
