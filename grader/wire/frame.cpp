#include "grader/wire/frame.hpp"

#include <stdexcept>

namespace wire {
namespace {

constexpr std::size_t kHeaderBytes = 4;
constexpr std::size_t kMaxConsumed = 64 * 1024;
constexpr int kMaxDepth = 64;

std::size_t decode_length(std::string_view header) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < kHeaderBytes; ++i) length = length << 8U | static_cast<unsigned char>(header[i]);
  return length;
}

// nlohmann's parser has no depth limit of its own; a callback that stops a hostile nesting keeps destructors off the
// stack's end.
std::optional<Json> parse_object(std::string_view text) {
  bool too_deep = false;
  const Json::parser_callback_t limit_depth = [&too_deep](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return !too_deep;
  };
  Json message = Json::parse(text, limit_depth, /*allow_exceptions=*/false);
  if (too_deep || !message.is_object()) return std::nullopt;
  return message;
}

}  // namespace

std::string encode(const Json& message) {
  const std::string text = message.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > kMaxFrameBytes) {
    throw std::length_error("a frame of " + std::to_string(text.size()) + " bytes (the limit is " +
                            std::to_string(kMaxFrameBytes) + ")");
  }
  std::string frame;
  frame.reserve(kHeaderBytes + text.size());
  for (int shift = 24; shift >= 0; shift -= 8) frame.push_back(static_cast<char>(text.size() >> shift & 0xFFU));
  return frame += text;
}

void FrameReader::feed(std::string_view bytes) {
  if (violation_) return;
  // Now and then, so that a stream that always ends within a frame is not kept for ever, and moving costs little.
  if (consumed_ > 0 && (consumed_ == buffer_.size() || consumed_ > kMaxConsumed)) {
    buffer_.erase(0, consumed_);
    consumed_ = 0;
  }
  buffer_.append(bytes);
}

std::expected<std::optional<Json>, FrameReader::Violation> FrameReader::next() {
  if (violation_) return std::unexpected(*violation_);
  const std::string_view rest = std::string_view(buffer_).substr(consumed_);
  if (rest.size() < kHeaderBytes) return std::nullopt;
  const std::size_t length = decode_length(rest);
  if (length > kMaxFrameBytes) {
    violation_ = Violation{"a frame of " + std::to_string(length) + " bytes (the limit is " +
                           std::to_string(kMaxFrameBytes) + ")"};
    return std::unexpected(*violation_);
  }
  if (rest.size() < kHeaderBytes + length) return std::nullopt;
  std::optional<Json> message = parse_object(rest.substr(kHeaderBytes, length));
  if (!message) {
    violation_ = Violation{"a frame of " + std::to_string(length) + " bytes that is no JSON object"};
    return std::unexpected(*violation_);
  }
  consumed_ += kHeaderBytes + length;
  return message;
}

}  // namespace wire
