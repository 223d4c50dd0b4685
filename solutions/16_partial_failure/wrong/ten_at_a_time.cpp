// Loses: asks_once_and_all_together, limits_each_url_by_itself
// "Fifty connections at once are too many."
#include <set>
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
  const std::set<std::string> distinct(urls.begin(), urls.end());
  const std::vector<std::string> sources(distinct.begin(), distinct.end());
  Readings readings;
  for (std::size_t begin = 0; begin < sources.size(); begin += 10) {
    const std::size_t end = std::min(begin + 10, sources.size());
    std::vector<aio::Task<aio::Json>> fetches;
    for (std::size_t i = begin; i < end; ++i) fetches.push_back(aio::timeout(limit, fetch(client, sources[i])));
    const auto outcomes = co_await aio::gather(std::move(fetches));
    for (std::size_t i = begin; i < end; ++i) readings.emplace(sources[i], outcomes[i - begin]);
  }
  co_return readings;
}
