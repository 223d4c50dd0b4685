#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mock_server {

/// Cuts the bytes of a connection into requests: finds out where the head ends, and the body (Content-Length or
/// chunked). Understands no more of HTTP than that; cpp-httplib parses the head afterwards.
///
/// Refuses what two readers could understand differently: a line end that is no CRLF, a NUL, a folded header, blanks
/// before a header's colon, two lengths. Every byte of a head is looked at once, however it is cut; what is kept never
/// exceeds kMaxHeadBytes and `max_body_bytes`.
///
/// Source:   RFC 9112, sections 2, 5.1, 5.2, 6 and 7.1; status codes from RFC 9110, section 15.5, and RFC 6585.
class RequestFramer {
 public:
  enum class State { kHead, kBody, kComplete, kRefused };

  static constexpr std::size_t kMaxTargetBytes = 8 * 1024;     ///< of the request target; more: 414
  static constexpr std::size_t kMaxHeadBytes = 64 * 1024;      ///< of request line and headers; more: 431
  static constexpr std::size_t kMaxHeaders = 1'000;            ///< more: 431
  static constexpr std::size_t kMaxChunkLineBytes = 8 * 1024;  ///< a chunk's size with its extensions; more: 400
  static constexpr std::size_t kMaxTrailerBytes = 64 * 1024;   ///< of all trailers; more: 431

  explicit RequestFramer(std::size_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}

  /// Takes what belongs to this request off the front of `bytes`; what is left there is needed again, with more behind
  /// it, unless the request is complete.
  State consume(std::string_view& bytes);

  State state() const { return state_; }
  const std::string& head() const { return head_; }  ///< request line and headers, with the empty line
  const std::string& body() const { return body_; }  ///< without chunk framing
  std::string take_body() { return std::move(body_); }

  /// The second word of the request line, for a journal entry before the body has arrived.
  std::string target() const;
  std::string method() const;

  bool expects_continue() const { return expects_continue_; }

  int refusal() const { return refusal_; }         ///< status code to answer with when kRefused
  const std::string& why() const { return why_; }  ///< the reason, for people

 private:
  bool step(std::string_view& bytes);
  bool take_head(std::string_view& bytes);
  bool check_line(std::string_view line);
  bool check_target(std::string_view line);
  void read_lengths();
  bool read_header(std::string_view line);
  bool take_length(std::string_view& bytes);
  bool take_chunk_size(std::string_view& bytes);
  bool take_chunk(std::string_view& bytes);
  bool take_trailer(std::string_view& bytes);
  bool refuse(int status, std::string why);

  enum class Part { kHead, kLength, kChunkSize, kChunk, kChunkEnd, kTrailer, kEnd };

  std::size_t max_body_bytes_;
  State state_ = State::kHead;
  Part part_ = Part::kHead;
  std::string head_;
  std::string body_;
  std::size_t line_ = 0;       // where the line of the head begins that is not complete yet
  std::size_t searched_ = 0;   // bytes of the head already searched for the end of that line
  std::size_t headers_ = 0;    // complete lines of the head, the request line included
  std::size_t remaining_ = 0;  // bytes of the body or chunk still to come
  std::size_t trailers_ = 0;   // bytes of the trailers so far
  std::string length_;         // the value of Content-Length
  bool has_length_ = false;
  bool chunked_ = false;
  bool expects_continue_ = false;
  int refusal_ = 0;
  std::string why_;
};

}  // namespace mock_server
