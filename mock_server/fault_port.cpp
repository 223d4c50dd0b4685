#include "mock_server/fault_port.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "mock_server/listener.hpp"

namespace mock_server {

namespace {

constexpr int kBacklog = 4096;
constexpr std::size_t kFillers = 4;
constexpr std::size_t kMostFillers = 64;
constexpr int kSettleMs = 10;

[[noreturn]] void fail(const std::string& what) {
  throw ListenError("cannot " + what + ": " + std::generic_category().message(errno));
}

}  // namespace

FaultPort::FaultPort(const std::string& host, const PortPlan& plan, const SocketSource& sockets)
    : fd_(bind_to(host, 0, sockets)) {
  if (plan.listen == PortPlan::Listen::kNot) return;
  try {
    listen(host, plan, sockets);
  } catch (...) {
    close();
    throw;
  }
}

FaultPort::~FaultPort() { close(); }

void FaultPort::close() {
  if (fd_ >= 0) ::close(fd_);
  for (const int filler : fillers_) ::close(filler);
}

std::uint16_t FaultPort::port() const { return local_port(fd_); }
int FaultPort::release() { return std::exchange(fd_, -1); }

void FaultPort::listen(const std::string& host, const PortPlan& plan, const SocketSource& sockets) {
  const bool full = plan.listen == PortPlan::Listen::kFull;
  // Before listen(): the connections inherit it, and the client is told the window when it connects.
  const int bytes = plan.receive_buffer_bytes;
  if (bytes > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  if (::listen(fd_, full ? 0 : kBacklog) != 0) fail("listen on " + host);
  if (!full) return;
  fillers_.reserve(kMostFillers);
  while (connect_one(sockets) || fillers_.size() < kFillers) {
    if (fillers_.size() == kMostFillers) throw ListenError("cannot fill the backlog of a port of " + host);
  }
}

/// Returns whether there was room for one more.
bool FaultPort::connect_one(const SocketSource& sockets) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
  const int filler = sockets(address.ss_family);
  if (filler < 0) fail("fill the backlog of a port");
  fillers_.push_back(filler);
  if (::connect(filler, reinterpret_cast<sockaddr*>(&address), size) == 0) return true;
  pollfd connected{filler, POLLOUT, 0};
  return ::poll(&connected, 1, kSettleMs) == 1;
}

}  // namespace mock_server
