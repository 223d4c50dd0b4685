#include "mock_server/framing.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "mock_server/message.hpp"

namespace mock_server {

namespace {
constexpr std::string_view kLineEnd = "\r\n";

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

std::string_view word(std::string_view line, int index) {
  line = line.substr(0, line.find(kLineEnd));
  for (; index > 0; --index) {
    const auto space = line.find(' ');
    if (space == line.npos) return {};
    line.remove_prefix(space + 1);
  }
  return line.substr(0, line.find(' '));
}
}  // namespace

std::string RequestFramer::method() const { return std::string(word(head_, 0)); }
std::string RequestFramer::target() const { return std::string(word(head_, 1)); }

RequestFramer::State RequestFramer::consume(std::string_view& bytes) {
  while (state_ != State::kComplete && state_ != State::kRefused && step(bytes)) {
    if (part_ == Part::kEnd) state_ = State::kComplete;
  }
  return state_;
}

/// Returns false when more bytes are needed.
bool RequestFramer::step(std::string_view& bytes) {
  switch (part_) {
    case Part::kHead:
      return take_head(bytes);
    case Part::kLength:
      return take_length(bytes);
    case Part::kChunkSize:
      return take_chunk_size(bytes);
    case Part::kChunk:
    case Part::kChunkEnd:
      return take_chunk(bytes);
    case Part::kTrailer:
      return take_trailer(bytes);
    case Part::kEnd:
      return false;
  }
  return false;
}

bool RequestFramer::refuse(int status, std::string why) {
  state_ = State::kRefused;
  refusal_ = status;
  why_ = std::move(why);
  return true;
}

// ---- the head ----

bool RequestFramer::take_head(std::string_view& bytes) {
  // An empty line before a request is allowed (RFC 9112, section 2.2).
  while (headers_ == 0 && bytes.starts_with(kLineEnd)) bytes.remove_prefix(kLineEnd.size());
  if (bytes.empty() || bytes == "\r") return false;
  // Garbage has no empty line to wait for: a method is made of capitals.
  if (bytes.front() < 'A' || bytes.front() > 'Z') return refuse(400, "a request begins with a method in capitals");
  while (true) {
    const auto end = bytes.find('\n', searched_);
    if (std::min(end, bytes.size()) >= kMaxHeadBytes) {
      if (headers_ == 0 && !check_target(bytes)) return true;
      head_ = bytes.substr(0, line_);
      return refuse(431, "the head is larger than 64 KiB");
    }
    if (end == bytes.npos) {
      searched_ = bytes.size();
      return headers_ == 0 && !check_target(bytes.substr(0, bytes.size() - (bytes.ends_with('\r') ? 1 : 0)));
    }
    const auto line = bytes.substr(line_, end + 1 - line_);
    if (line != kLineEnd && !check_line(line)) break;
    line_ = searched_ = end + 1;
    if (line == kLineEnd) break;
  }
  // Of a head that is refused, only the lines that were good: they are the same however the bytes were cut.
  head_ = bytes.substr(0, line_);
  bytes.remove_prefix(line_);
  if (state_ == State::kRefused) return true;
  state_ = State::kBody;
  read_lengths();
  return true;
}

/// Refuses a request line whose target is too long, as soon as that is known.
bool RequestFramer::check_target(std::string_view line) {
  if (std::max(word(line, 0).size(), word(line, 1).size()) <= kMaxTargetBytes) return true;
  return !refuse(414, "the request target is longer than 8 KiB");
}

/// Takes a complete line of the head, with its end. What cannot be known before the line is complete is judged after
/// its length, which can: so the verdict is the same however the bytes are cut.
bool RequestFramer::check_line(std::string_view line) {
  if (headers_ == 0 && !check_target(line)) return false;
  if (!line.ends_with(kLineEnd) || line.find('\r') + kLineEnd.size() != line.size()) {
    return !refuse(400, "a line of the head ends in something else than CR LF");
  }
  if (line.find('\0') != line.npos) return !refuse(400, "there is a NUL in the head");
  if (headers_++ == 0) return true;
  if (headers_ > kMaxHeaders + 1) return !refuse(431, "the head has more than 1000 headers");
  return read_header(line.substr(0, line.size() - kLineEnd.size()));
}

bool RequestFramer::read_header(std::string_view line) {
  const auto colon = line.find(':');
  const auto name = line.substr(0, colon);
  if (colon == line.npos || name.empty()) return !refuse(400, "a header has no name followed by a colon");
  if (name.find_first_of(" \t") != name.npos) return !refuse(400, "there is a blank in the name of a header");
  const auto value = trimmed(line.substr(colon + 1));
  if (equal_ignoring_case(name, "Content-Length")) {
    if (has_length_ && length_ != value) return !refuse(400, "there are two different Content-Lengths");
    has_length_ = true;
    length_ = value;
  } else if (equal_ignoring_case(name, "Transfer-Encoding")) {
    if (chunked_) return !refuse(400, "there are two Transfer-Encodings");
    if (!equal_ignoring_case(value, "chunked")) return !refuse(501, "the only Transfer-Encoding understood is chunked");
    chunked_ = true;
  } else if (equal_ignoring_case(name, "Expect")) {
    expects_continue_ = equal_ignoring_case(value, "100-continue");
  }
  return true;
}

void RequestFramer::read_lengths() {
  if (chunked_ && has_length_) {
    refuse(400, "there are both a Content-Length and a Transfer-Encoding");
    return;
  }
  if (chunked_) {
    part_ = Part::kChunkSize;
    return;
  }
  const auto bytes = has_length_ ? to_size(length_, 10) : 0;
  if (!bytes) {
    refuse(400, "the Content-Length is no number");
  } else if (*bytes > max_body_bytes_) {
    refuse(413, "the body is larger than " + std::to_string(max_body_bytes_) + " bytes");
  } else {
    remaining_ = *bytes;
    part_ = remaining_ > 0 ? Part::kLength : Part::kEnd;
  }
}

// ---- the body ----

bool RequestFramer::take_length(std::string_view& bytes) {
  const auto taken = std::min(remaining_, bytes.size());
  body_.append(bytes, 0, taken);
  bytes.remove_prefix(taken);
  remaining_ -= taken;
  if (remaining_ > 0) return false;
  part_ = Part::kEnd;
  return true;
}

bool RequestFramer::take_chunk_size(std::string_view& bytes) {
  const auto end = bytes.substr(0, kMaxChunkLineBytes).find(kLineEnd);
  if (end == bytes.npos) {
    return bytes.size() >= kMaxChunkLineBytes ? refuse(400, "the line of a chunk's size is too long") : false;
  }
  const auto line = bytes.substr(0, end);
  const auto size = to_size(trimmed(line.substr(0, line.find(';'))), 16);
  if (!size) return refuse(400, "the size of a chunk is no hexadecimal number");
  if (*size > max_body_bytes_ - body_.size()) {
    return refuse(413, "the body is larger than " + std::to_string(max_body_bytes_) + " bytes");
  }
  bytes.remove_prefix(end + kLineEnd.size());
  remaining_ = *size;
  part_ = remaining_ > 0 ? Part::kChunk : Part::kTrailer;
  return true;
}

bool RequestFramer::take_chunk(std::string_view& bytes) {
  const auto taken = std::min(remaining_, bytes.size());
  body_.append(bytes, 0, taken);
  bytes.remove_prefix(taken);
  remaining_ -= taken;
  if (remaining_ > 0) return false;
  part_ = Part::kChunkEnd;
  if (!kLineEnd.starts_with(bytes.substr(0, kLineEnd.size()))) return refuse(400, "a chunk is longer than its size");
  if (bytes.size() < kLineEnd.size()) return false;
  bytes.remove_prefix(kLineEnd.size());
  part_ = Part::kChunkSize;
  return true;
}

bool RequestFramer::take_trailer(std::string_view& bytes) {
  const auto end = bytes.substr(0, kMaxTrailerBytes - trailers_).find(kLineEnd);
  if (end == bytes.npos) {
    return bytes.size() >= kMaxTrailerBytes - trailers_ ? refuse(431, "the trailers are larger than 64 KiB") : false;
  }
  bytes.remove_prefix(end + kLineEnd.size());
  trailers_ += end + kLineEnd.size();
  if (end == 0) part_ = Part::kEnd;
  return true;
}

}  // namespace mock_server
