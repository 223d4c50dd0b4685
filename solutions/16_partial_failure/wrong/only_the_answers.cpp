// Loses: keeps_failures_in_their_place, limits_each_url_by_itself
// "Who is not in the map has not answered."
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
  const std::set<std::string> sources(urls.begin(), urls.end());
  std::vector<aio::Task<aio::Json>> fetches;
  for (const auto& url : sources) fetches.push_back(aio::timeout(limit, fetch(client, url)));
  const auto outcomes = co_await aio::gather(std::move(fetches));
  Readings readings;
  auto outcome = outcomes.begin();
  for (const auto& url : sources) {
    if (outcome->has_value()) readings.emplace(url, *outcome);
    ++outcome;
  }
  co_return readings;
}
