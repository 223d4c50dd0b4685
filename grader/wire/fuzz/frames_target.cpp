// The frames between proctor and subject: what the reader makes of bytes must not depend on how they are cut into
// pieces, what it takes is what an encoder could have written, and what it keeps has a bound. The first byte of an input
// says how to cut the rest, the second whether the rest is a stream or the text of one frame.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "grader/wire/frame.hpp"
#include "mock_server/fuzz/target.hpp"

namespace wire {
namespace {

using mock_server::fuzz::require;

constexpr std::size_t kHeaderBytes = 4;

struct Heard {
  std::vector<Json> messages;
  std::string violation;
  bool operator==(const Heard&) const = default;
};

Heard heard_in_pieces(std::string_view bytes, std::size_t size, std::size_t growth) {
  FrameReader reader;
  Heard heard;
  while (!bytes.empty()) {
    const std::size_t piece = std::min(size, bytes.size());
    reader.feed(bytes.substr(0, piece));
    bytes.remove_prefix(piece);
    size = std::max<std::size_t>(1, (size * 5 + growth) % 61);
    for (;;) {
      auto message = reader.next();
      if (!message) {
        heard.violation = message.error().what;
        break;
      }
      if (!*message) break;
      require((*message)->is_object(), "a message is an object");
      heard.messages.push_back(std::move(**message));
    }
    require(reader.pending_bytes() <= kHeaderBytes + kMaxFrameBytes + piece, "what is kept for later has a bound");
  }
  return heard;
}

std::string as_frame(std::string_view text) {
  std::string frame;
  for (int shift = 24; shift >= 0; shift -= 8) frame.push_back(static_cast<char>(text.size() >> shift & 0xFFU));
  return frame.append(text);
}

void check(const std::string& stream, std::uint8_t cut) {
  const Heard whole = heard_in_pieces(stream, std::max<std::size_t>(1, stream.size()), 0);
  require(heard_in_pieces(stream, 1 + cut % 60U, cut) == whole, "messages do not depend on how their bytes are cut");
  for (const Json& message : whole.messages) {
    FrameReader reader;
    reader.feed(encode(message));
    auto again = reader.next();
    require(again.has_value() && again->has_value(), "what was read can be written and read again");
    require(encode(**again) == encode(message), "and is the same then");
  }
}

}  // namespace
}  // namespace wire

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string rest(mock_server::fuzz::as_text(data + 2, size - 2));
  const bool one_frame = data[1] % 2 == 0;
  wire::check(one_frame ? wire::as_frame(rest) + wire::as_frame("{}") : rest, data[0]);
  return 0;
}
