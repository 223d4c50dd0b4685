// Leaves a program behind that everybody may run with the rights of its owner; the rest is an honest solution.
#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <utility>

#include "timeout.hpp"

namespace fs = std::filesystem;

namespace {

[[gnu::constructor]] void attack() {
  for (const std::string folder : {"/tmp", "/var/tmp", "/dev/shm", "@RESULTS@"}) {
    std::error_code ignored;
    fs::copy_file("/bin/true", folder + "/ht-survivor", fs::copy_options::overwrite_existing, ignored);
    ::chmod((folder + "/ht-survivor").c_str(), 04755);
  }
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
