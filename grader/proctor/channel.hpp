#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "grader/wire/frame.hpp"

namespace proctor {

using Json = nlohmann::json;

/// The proctor's end of the socketpair to one subject. Never blocks: a subject that does not read cannot stop the
/// proctor.
///
/// Threads: the test's own thread only.
class Channel {
 public:
  /// Makes the pair. Throws std::system_error.
  Channel();
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  int fd() const { return ours_; }
  int subject_fd() const { return theirs_; }
  void close_subject_end();  ///< after the launch, so that the subject's death ends the channel

  void send(const Json& message);
  void flush();  ///< writes what an earlier `send` could not; call when fd is writable
  bool wants_to_write() const { return !outgoing_.empty(); }
  std::size_t sent() const { return sent_; }  ///< messages given to `send`

  /// Reads whatever has arrived, without waiting.
  void receive();
  bool ended() const { return ended_; }  ///< the subject closed its end, or died

  /// As wire::FrameReader::next.
  std::expected<std::optional<Json>, wire::FrameReader::Violation> next() { return reader_.next(); }
  std::size_t pending_bytes() const { return reader_.pending_bytes(); }

 private:
  int ours_ = -1;
  int theirs_ = -1;
  std::string outgoing_;
  std::size_t sent_ = 0;
  bool ended_ = false;
  wire::FrameReader reader_;
};

}  // namespace proctor
