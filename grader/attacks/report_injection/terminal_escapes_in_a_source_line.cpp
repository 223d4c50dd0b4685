// Provokes a warning about a line of source with raw escape characters in it; the rest is an honest solution.
#include <utility>

#include "timeout.hpp"

namespace {

void attack() { const char* screen = "[2J]0;8 of 8[5A"; }

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
