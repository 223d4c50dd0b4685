#include <utility>

#include "partial_failure.hpp"

namespace {

aio::Task<aio::Json> fetch(aio::HttpClient& client, std::string url) {
  const aio::Response response = co_await client.get(std::move(url));
  response.raise_for_status();
  co_return response.json();
}

aio::Task<> read_mast(aio::HttpClient& client, std::string url, aio::Duration limit, Readings& readings) {
  try {
    readings.emplace(url, co_await aio::timeout(limit, fetch(client, url)));
  } catch (const aio::Error&) {
    readings.emplace(url, std::current_exception());
  }
}

}  // namespace

// The tasks of a group write into the map themselves, errors too, so that none of them fails and the group runs to its end.
aio::Task<Readings> fetch_multiple_sources(aio::HttpClient& client, std::vector<std::string> urls,
                                           aio::Duration limit) {
  Readings readings;
  std::map<std::string, aio::TaskHandle<void>> started;
  aio::TaskGroup group;
  for (const std::string& url : urls) {
    if (!started.contains(url)) started.emplace(url, group.create_task(read_mast(client, url, limit, readings)));
  }
  co_await group.join();
  co_return readings;
}
