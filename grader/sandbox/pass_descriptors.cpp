#include "grader/sandbox/pass_descriptors.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "grader/sandbox/control.hpp"

namespace sandbox {
namespace {

constexpr int kMost = kMostSockets + 1;

}  // namespace

bool send_with_descriptors(int socket, const void* message, std::size_t size, const int* fds, int count) {
  iovec part{const_cast<void*>(message), size};  // which sendmsg only reads
  alignas(cmsghdr) char extra[CMSG_SPACE(kMost * sizeof(int))] = {};
  msghdr envelope{};
  envelope.msg_iov = &part;
  envelope.msg_iovlen = 1;
  if (count > 0) {
    const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(int);
    envelope.msg_control = extra;
    envelope.msg_controllen = CMSG_SPACE(bytes);
    cmsghdr* header = CMSG_FIRSTHDR(&envelope);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(bytes);
    std::memcpy(CMSG_DATA(header), fds, bytes);
  }
  ssize_t sent = 0;
  do {
    sent = ::sendmsg(socket, &envelope, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(size);
}

long receive_with_descriptors(int socket, void* message, std::size_t size, int* fds, int room, int& count, int flags) {
  count = 0;
  iovec part{message, size};
  alignas(cmsghdr) char extra[CMSG_SPACE(kMost * sizeof(int))] = {};
  msghdr envelope{};
  envelope.msg_iov = &part;
  envelope.msg_iovlen = 1;
  envelope.msg_control = extra;
  envelope.msg_controllen = CMSG_SPACE(static_cast<std::size_t>(room) * sizeof(int));
  ssize_t received = 0;
  do {
    received = ::recvmsg(socket, &envelope, flags | MSG_CMSG_CLOEXEC);
  } while (received < 0 && errno == EINTR);
  if (received < 0) return received;
  for (cmsghdr* header = CMSG_FIRSTHDR(&envelope); header != nullptr; header = CMSG_NXTHDR(&envelope, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t bytes = header->cmsg_len - CMSG_LEN(0);
    std::memcpy(fds + count, CMSG_DATA(header), bytes);
    count += static_cast<int>(bytes / sizeof(int));
  }
  return received;
}

}  // namespace sandbox
