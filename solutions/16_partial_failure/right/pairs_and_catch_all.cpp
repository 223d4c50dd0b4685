#include <algorithm>
#include <utility>

#include "partial_failure.hpp"

namespace {

using Entry = std::pair<std::string, aio::Outcome<aio::Json>>;

aio::Task<Entry> entry(aio::HttpClient& client, std::string url, aio::Duration limit) {
  try {
    auto response = co_await aio::timeout(limit, client.get(url));
    response.raise_for_status();
    co_return Entry(url, response.json());
  } catch (const aio::CancelledError&) {
    throw;
  } catch (...) {
    co_return Entry(url, std::current_exception());
  }
}

}  // namespace

// Each task returns its URL together with what came of it, so the order does not matter.
aio::Task<Readings> fetch_multiple_sources(aio::HttpClient& client, std::vector<std::string> urls,
                                           aio::Duration limit) {
  std::ranges::sort(urls);
  const auto duplicates = std::ranges::unique(urls);
  urls.erase(duplicates.begin(), duplicates.end());

  std::vector<aio::Task<Entry>> tasks;
  for (const auto& url : urls) tasks.push_back(entry(client, url, limit));
  Readings readings;
  for (auto& outcome : co_await aio::gather(std::move(tasks))) readings.insert(std::move(outcome).value());
  co_return readings;
}
