// Loses: asks_once_and_all_together, limits_each_url_by_itself
// "A loop with co_await in it is asynchronous."
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
  Readings readings;
  for (const auto& url : urls) {
    if (readings.contains(url)) continue;
    try {
      readings.emplace(url, co_await aio::timeout(limit, fetch(client, url)));
    } catch (const aio::Error&) {
      readings.emplace(url, std::current_exception());
    }
  }
  co_return readings;
}
