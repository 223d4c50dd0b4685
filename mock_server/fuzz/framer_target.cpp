// The framing of requests: what it makes of bytes must not depend on how they are cut into pieces, and what it keeps has
// a bound. The first two bytes of an input say how to cut the rest.
#include <algorithm>
#include <string>
#include <vector>

#include "mock_server/framing.hpp"
#include "mock_server/fuzz/target.hpp"
#include "mock_server/input_buffer.hpp"

namespace mock_server::fuzz {
namespace {

constexpr std::size_t kMaxBody = 4096;
constexpr std::size_t kMaxKept = RequestFramer::kMaxHeadBytes + RequestFramer::kMaxTrailerBytes + 1;

struct Outcome {
  RequestFramer::State state = RequestFramer::State::kHead;
  std::string head;
  std::string body;
  int refusal = 0;
  std::string why;
  bool operator==(const Outcome&) const = default;
};

/// Frames as a connection does: requests one after the other until one is refused or not complete.
class Frames {
 public:
  void feed(std::string_view piece) {
    buffer_.append(piece);
    while (!refused_ && !buffer_.empty()) {
      auto left = buffer_.view();
      const auto state = framer_.consume(left);
      buffer_.drop(buffer_.size() - left.size());
      require(framer_.body().size() <= kMaxBody, "a body stays within its limit");
      require(framer_.head().size() <= RequestFramer::kMaxHeadBytes, "a head stays within its limit");
      if (state != RequestFramer::State::kComplete && state != RequestFramer::State::kRefused) {
        require(buffer_.size() <= std::max(kMaxKept, piece.size()), "what is kept for later has a bound");
        return;
      }
      refused_ = state == RequestFramer::State::kRefused;
      require(refused_ == (framer_.refusal() != 0), "a refusal has a status");
      outcomes_.push_back(outcome());
      framer_ = RequestFramer(kMaxBody);
    }
  }

  /// A refusal ends a connection: what is behind it does not count.
  std::vector<Outcome> take() {
    if (!refused_) outcomes_.push_back(outcome());
    return std::move(outcomes_);
  }

 private:
  Outcome outcome() { return {framer_.state(), framer_.head(), framer_.body(), framer_.refusal(), framer_.why()}; }

  RequestFramer framer_{kMaxBody};
  InputBuffer buffer_;
  bool refused_ = false;
  std::vector<Outcome> outcomes_;
};

std::vector<Outcome> in_pieces(std::string_view bytes, unsigned step, unsigned growth) {
  Frames frames;
  while (!bytes.empty()) {
    const auto size = std::min<std::size_t>(step + 1, bytes.size());
    frames.feed(bytes.substr(0, size));
    bytes.remove_prefix(size);
    step = (step * 5 + growth) % 61;
  }
  return frames.take();
}

}  // namespace
}  // namespace mock_server::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mock_server::fuzz;
  if (size < 2) return 0;
  const auto bytes = as_text(data + 2, size - 2);
  Frames whole;
  whole.feed(bytes);
  const auto expected = whole.take();
  require(in_pieces(bytes, data[0], data[1]) == expected, "requests do not depend on how their bytes are cut");
  require(in_pieces(bytes, 0, 0) == expected, "requests do not depend on their bytes' coming one by one");
  return 0;
}
