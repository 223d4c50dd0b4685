#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace wire {

using Json = nlohmann::json;

/// The largest payload a frame may carry. Larger lengths are refused before anything is allocated.
inline constexpr std::size_t kMaxFrameBytes = 4 * 1024 * 1024;

/// Turns a message into bytes for the channel: its length as four bytes, big end first, then the JSON text.
///
/// Invalid UTF-8 in strings is replaced by U+FFFD.
/// Errors: throws std::length_error when the text exceeds `kMaxFrameBytes`.
std::string encode(const Json& message);

/// Cuts a byte stream back into messages.
///
/// Feed it whatever the channel delivers; take messages out until there is none left.
/// Errors:  the first violation (an oversized length, text that is no JSON object, nesting deeper than 64) is kept:
///          from then on `next` returns it and bytes are dropped. Whoever wrote it can no longer be trusted to be in step.
/// Threads: not synchronised.
class FrameReader {
 public:
  struct Violation {
    std::string what;  ///< "a frame of 1634541669 bytes (the limit is 4194304)"
  };

  void feed(std::string_view bytes);

  /// The next complete message, nullopt when more bytes are needed, or what was wrong.
  std::expected<std::optional<Json>, Violation> next();

  /// Bytes of a frame that has begun and is not complete.
  std::size_t pending_bytes() const { return buffer_.size() - consumed_; }

 private:
  std::string buffer_;
  std::size_t consumed_ = 0;
  std::optional<Violation> violation_;
};

}  // namespace wire
