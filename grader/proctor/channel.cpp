#include "grader/proctor/channel.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace proctor {

Channel::Channel() {
  std::array<int, 2> fds{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  ours_ = fds[0];
  theirs_ = fds[1];
}

Channel::~Channel() {
  if (ours_ >= 0) ::close(ours_);
  close_subject_end();
}

void Channel::close_subject_end() {
  if (theirs_ >= 0) ::close(std::exchange(theirs_, -1));
}

void Channel::send(const Json& message) {
  outgoing_ += wire::encode(message);
  ++sent_;
  flush();
}

void Channel::flush() {
  while (!outgoing_.empty()) {
    const ssize_t written = ::send(ours_, outgoing_.data(), outgoing_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (written < 0) {
      outgoing_.clear();  // the subject is gone; reading tells how
      return;
    }
    outgoing_.erase(0, static_cast<std::size_t>(written));
  }
}

void Channel::receive() {
  std::array<char, 65536> block;  // NOLINT: filled by recv
  while (!ended_) {
    // Plain recv drops descriptors that a subject might pass.
    const ssize_t count = ::recv(ours_, block.data(), block.size(), MSG_DONTWAIT);
    if (count > 0) {
      reader_.feed({block.data(), static_cast<std::size_t>(count)});
    } else if (count == 0 || (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)) {
      ended_ = true;
    } else if (errno != EINTR) {
      return;
    }
    if (count > 0 && static_cast<std::size_t>(count) < block.size()) return;
  }
}

}  // namespace proctor
