// Loses: stops_when_cancelled
// "When I am cancelled, so is what I wait for."
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
  std::map<std::string, aio::TaskHandle<aio::Json>> handles;
  for (const auto& url : urls) {
    if (!handles.contains(url)) handles.emplace(url, aio::create_task(aio::timeout(limit, fetch(client, url))));
  }
  Readings readings;
  for (const auto& [url, handle] : handles) {
    try {
      readings.emplace(url, co_await handle);
    } catch (const aio::Error&) {
      readings.emplace(url, std::current_exception());
    }
  }
  co_return readings;
}
