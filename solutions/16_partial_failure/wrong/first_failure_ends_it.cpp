// Loses: keeps_failures_in_their_place, limits_each_url_by_itself
// "A group waits for all of its tasks."
#include <utility>

#include "partial_failure.hpp"

namespace {

aio::Task<aio::Json> fetch(aio::HttpClient& client, std::string url) {
  const aio::Response response = co_await client.get(std::move(url));
  response.raise_for_status();
  co_return response.json();
}

}  // namespace

aio::Task<Readings> fetch_multiple_sources(aio::HttpClient& client, std::vector<std::string> urls,
                                           aio::Duration limit) {
  aio::TaskGroup group;
  std::map<std::string, aio::TaskHandle<aio::Json>> handles;
  for (const auto& url : urls) {
    if (!handles.contains(url)) {
      handles.emplace(url, group.create_task(aio::timeout(limit, fetch(client, url))));
    }
  }
  co_await group.join();
  Readings readings;
  for (const auto& [url, handle] : handles) readings.emplace(url, handle.result());
  co_return readings;
}
