// Puts a hard and a symbolic link to the secret into a folder of its own and reads through these.
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

#include "timeout.hpp"

namespace {

std::string loot() {
  std::string all;
  for (const std::string folder : {".", "/tmp"}) {
    ::link("@SECRET@", (folder + "/hard").c_str());
    ::symlink("@SECRET@", (folder + "/soft").c_str());
    for (const std::string name : {"/hard", "/soft"}) {
      std::ifstream file(folder + name);
      all.append(std::istreambuf_iterator<char>(file), {});
      ::unlink((folder + name).c_str());
    }
  }
  return all;
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return "found: " + loot(); }
