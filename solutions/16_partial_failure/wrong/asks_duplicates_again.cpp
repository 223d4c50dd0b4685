// Loses: asks_once_and_all_together
// "The map sorts the duplicates out."
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
  std::vector<aio::Task<aio::Json>> fetches;
  for (const auto& url : urls) fetches.push_back(aio::timeout(limit, fetch(client, url)));
  const auto outcomes = co_await aio::gather(std::move(fetches));
  Readings readings;
  for (std::size_t i = 0; i < urls.size(); ++i) readings.emplace(urls[i], outcomes[i]);
  co_return readings;
}
