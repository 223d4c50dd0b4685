// Loses: limits_each_url_by_itself
// "They all begin together, so one limit is enough."
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
  for (const auto& url : sources) fetches.push_back(fetch(client, url));
  Readings readings;
  try {
    const auto outcomes = co_await aio::timeout(limit, aio::gather(std::move(fetches)));
    auto outcome = outcomes.begin();
    for (const auto& url : sources) readings.emplace(url, *outcome++);
  } catch (const aio::TimeoutError&) {
    for (const auto& url : sources) readings.emplace(url, std::current_exception());
  }
  co_return readings;
}
