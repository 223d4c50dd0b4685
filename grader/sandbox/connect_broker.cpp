#include "grader/sandbox/connect_broker.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "grader/sandbox/peek.hpp"

// Theory of operation. socket(2), bind(2) and connect(2) of a subject stop in the kernel and are told here. The broker
// makes the socket, gives the subject a descriptor of it and keeps one. At connect it reads the address out of the
// subject's memory, once, finds the socket by its inode, and connects its own descriptor with its own copy of the
// address: nothing that another thread of the subject changes meanwhile matters, neither memory nor descriptors. Both
// descriptors are of one open file, so a shutdown by the subject ends an attempt. Once the socket is connected, the
// broker's descriptor is closed, so that the subject's close is the last.
//
// Whether connect(2) waits is up to the subject, who can change it at any time: so every attempt has a thread. Where the
// subject does not wait, the thread does, to know when the socket is connected. The kernel drops the answer to a call
// whose thread has been killed or interrupted.

namespace sandbox {
namespace {

constexpr int kTypeFlags = SOCK_NONBLOCK | SOCK_CLOEXEC;
constexpr std::size_t kStackBytes = 64 * 1024;

// The kernel may know longer structures than we do, and copies as much as it knows.
union Told {
  seccomp_notif call;
  char room[1024];
};

union Response {
  seccomp_notif_resp response;
  char room[1024];
};

bool is_connected(int fd) {
  sockaddr_in peer{};
  socklen_t size = sizeof peer;
  return ::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
}

}  // namespace

ConnectBroker::ConnectBroker(const std::uint16_t* ports, int count) {
  for (; port_count_ < count && port_count_ < kMostSockets; ++port_count_) ports_[port_count_] = ports[port_count_];
}

void ConnectBroker::serve() {
  Told told;
  std::memset(&told, 0, sizeof told);
  // The caller may have been killed since: the next round of the loop sees.
  if (::ioctl(listener_, SECCOMP_IOCTL_NOTIF_RECV, &told) != 0) return;
  switch (told.call.data.nr) {
    case SYS_socket:
      return make_socket(told.call);
    case SYS_bind:
      return bind_socket(told.call);
    case SYS_connect:
      return connect_socket(told.call);
    default:
      answer(told.call.id, EPERM);
  }
}

void ConnectBroker::make_socket(const seccomp_notif& call) {
  const auto family = static_cast<int>(call.data.args[0]);
  const auto type = static_cast<int>(call.data.args[1]);
  const auto protocol = static_cast<int>(call.data.args[2]);
  if (family != AF_INET) {
    answer(call.id, EAFNOSUPPORT);
    return;
  }
  if ((type & ~kTypeFlags) != SOCK_STREAM || (protocol != 0 && protocol != IPPROTO_TCP)) {
    answer(call.id, EPROTONOSUPPORT);
    return;
  }
  const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, IPPROTO_TCP);
  struct stat about{};
  if (fd < 0 || ::fstat(fd, &about) != 0) {
    answer(call.id, errno);
    return;
  }
  sockets_.add(about.st_ino, fd);
  seccomp_notif_addfd gift{};
  gift.id = call.id;
  gift.flags = SECCOMP_ADDFD_FLAG_SEND;
  gift.srcfd = static_cast<std::uint32_t>(fd);
  gift.newfd_flags = (type & SOCK_CLOEXEC) != 0 ? O_CLOEXEC : 0;
  if (::ioctl(listener_, SECCOMP_IOCTL_NOTIF_ADDFD, &gift) < 0) {
    const int error = errno;
    sockets_.forget(about.st_ino);
    answer(call.id, error);
  }
}

// A client may ask for a port before it connects, to know its number; but not which.
void ConnectBroker::bind_socket(const seccomp_notif& call) {
  sockaddr_in address{};
  int error = read_address(static_cast<pid_t>(call.pid), call.data.args[1], call.data.args[2], address);
  const ino_t inode = socket_inode(static_cast<pid_t>(call.pid), static_cast<int>(call.data.args[0]));
  if (!still_waits(call)) return;
  const bool any = address.sin_addr.s_addr == htonl(INADDR_ANY) || address.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
  if (error == 0 && (address.sin_family != AF_INET || !any || address.sin_port != 0)) error = EACCES;
  if (error == 0) {
    int fd = -1;
    const BrokeredSockets::State state = sockets_.find(inode, fd);
    if (state == BrokeredSockets::State::kUnknown) {
      error = EACCES;
    } else if (state == BrokeredSockets::State::kConnected ||
               ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      error = state == BrokeredSockets::State::kConnected ? EINVAL : errno;
    }
    if (fd >= 0) ::close(fd);
  }
  answer(call.id, error);
}

void ConnectBroker::connect_socket(const seccomp_notif& call) {
  sockaddr_in address{};
  const int error = read_address(static_cast<pid_t>(call.pid), call.data.args[1], call.data.args[2], address);
  const ino_t inode = socket_inode(static_cast<pid_t>(call.pid), static_cast<int>(call.data.args[0]));
  if (!still_waits(call)) return;
  if (error != 0 || !is_open_to_subjects(address)) {
    answer(call.id, error != 0 ? error : EACCES);
    return;
  }
  int fd = -1;
  const BrokeredSockets::State state = sockets_.find(inode, fd);
  if (state == BrokeredSockets::State::kUnknown) {
    answer(call.id, EACCES);
    return;
  }
  if (state == BrokeredSockets::State::kConnected) {
    answer(call.id, sockets_.tell_once(inode) ? 0 : EISCONN);
    return;
  }
  Attempt* attempt = fd >= 0 ? free_attempt() : nullptr;
  if (attempt == nullptr) {
    if (fd >= 0) ::close(fd);
    answer(call.id, EAGAIN);
    return;
  }
  attempt->id = call.id;
  attempt->fd = fd;
  attempt->inode = inode;
  attempt->address = address;
  pthread_attr_t attributes;
  ::pthread_attr_init(&attributes);
  ::pthread_attr_setstacksize(&attributes, kStackBytes);
  ::pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread{};
  const int failed = ::pthread_create(&thread, &attributes, &ConnectBroker::make, attempt);
  ::pthread_attr_destroy(&attributes);
  if (failed != 0) {
    ::close(fd);
    __atomic_store_n(&attempt->broker, nullptr, __ATOMIC_RELEASE);
    answer(call.id, EAGAIN);
  }
}

ConnectBroker::Attempt* ConnectBroker::free_attempt() {
  for (Attempt& attempt : attempts_) {
    if (__atomic_load_n(&attempt.broker, __ATOMIC_ACQUIRE) != nullptr) continue;
    attempt.broker = this;
    return &attempt;
  }
  return nullptr;
}

void* ConnectBroker::make(void* attempt) {
  auto& mine = *static_cast<Attempt*>(attempt);
  mine.broker->make_connection(mine);
  __atomic_store_n(&mine.broker, nullptr, __ATOMIC_RELEASE);
  return nullptr;
}

void ConnectBroker::make_connection(const Attempt& attempt) {
  const auto* address = reinterpret_cast<const sockaddr*>(&attempt.address);
  const int error = ::connect(attempt.fd, address, sizeof attempt.address) == 0 ? 0 : errno;
  if (error == 0 || error == EISCONN) {
    // In this order: what the subject closes after the answer is to be closed.
    ::close(attempt.fd);
    sockets_.connected(attempt.inode, [&] { return answer(attempt.id, error); });
    return;
  }
  answer(attempt.id, error);
  if (error == EINPROGRESS) {
    pollfd done{attempt.fd, POLLOUT, 0};
    ::poll(&done, 1, -1);
    if (is_connected(attempt.fd)) sockets_.connected(attempt.inode);
  }
  ::close(attempt.fd);
}

bool ConnectBroker::is_open_to_subjects(const sockaddr_in& address) const {
  if (address.sin_family != AF_INET || address.sin_addr.s_addr != htonl(INADDR_LOOPBACK)) return false;
  for (int i = 0; i < port_count_; ++i) {
    if (ports_[i] == address.sin_port) return true;
  }
  return false;
}

bool ConnectBroker::still_waits(const seccomp_notif& call) const {
  std::uint64_t id = call.id;
  return ::ioctl(listener_, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

// Returns whether the call still waited for it.
bool ConnectBroker::answer(std::uint64_t id, int error) const {
  Response sent;
  std::memset(&sent, 0, sizeof sent);
  sent.response.id = id;
  sent.response.error = -error;
  return ::ioctl(listener_, SECCOMP_IOCTL_NOTIF_SEND, &sent) == 0;
}

}  // namespace sandbox
