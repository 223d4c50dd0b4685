#pragma once

#include <cstddef>
#include <string>

namespace mock_server {

/// Cuts the bytes of a connection into requests: finds out where the head ends, and the body (Content-Length or
/// chunked). Understands no more of HTTP than that; cpp-httplib parses the head afterwards.
///
/// Source:   RFC 9112, sections 2, 6 and 7.1; a request with both lengths is refused, as section 6.1 allows.
class RequestFramer {
 public:
  enum class State { kHead, kBody, kComplete, kRefused };

  static constexpr std::size_t kMaxHeadBytes = 64 * 1024;

  explicit RequestFramer(std::size_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}

  /// Takes what belongs to this request out of `bytes`; what is left there belongs to the next one.
  State consume(std::string& bytes);

  State state() const { return state_; }
  const std::string& head() const { return head_; }  ///< request line and headers, with the empty line
  const std::string& body() const { return body_; }  ///< without chunk framing
  std::string take_body() { return std::move(body_); }

  /// The second word of the request line, for a journal entry before the body has arrived.
  std::string target() const;
  std::string method() const;

  bool expects_continue() const { return expects_continue_; }
  int refusal() const { return refusal_; }  ///< status code to answer with when kRefused

 private:
  bool step(std::string& bytes);
  bool take_head(std::string& bytes);
  void read_lengths();
  bool take_length(std::string& bytes);
  bool take_chunk_size(std::string& bytes);
  bool take_chunk(std::string& bytes);
  bool take_trailer(std::string& bytes);
  bool refuse(int status);

  enum class Part { kHead, kLength, kChunkSize, kChunk, kTrailer, kEnd };

  std::size_t max_body_bytes_;
  State state_ = State::kHead;
  Part part_ = Part::kHead;
  std::string head_;
  std::string body_;
  std::size_t searched_ = 0;   // bytes of the head already searched for its end
  std::size_t remaining_ = 0;  // bytes of the body or chunk still to come
  bool expects_continue_ = false;
  int refusal_ = 0;
};

}  // namespace mock_server
