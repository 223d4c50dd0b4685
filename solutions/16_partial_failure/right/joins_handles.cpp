#include <utility>

#include "partial_failure.hpp"

namespace {

aio::Task<aio::Json> fetch(aio::HttpClient& client, std::string url) {
  const aio::Response response = co_await client.get(std::move(url));
  response.raise_for_status();
  co_return response.json();
}

}  // namespace

// Tasks by hand: started first, joined one after the other, and cancelled together when this one is.
aio::Task<Readings> fetch_multiple_sources(aio::HttpClient& client, std::vector<std::string> urls,
                                           aio::Duration limit) {
  std::map<std::string, aio::TaskHandle<aio::Json>> handles;
  for (const auto& url : urls) {
    if (handles.count(url) == 0) handles.emplace(url, aio::create_task(aio::timeout(limit, fetch(client, url))));
  }

  Readings readings;
  std::exception_ptr cancelled;
  for (auto& [url, handle] : handles) {
    if (cancelled) handle.cancel();
    try {
      readings.emplace(url, co_await handle);
    } catch (const aio::CancelledError&) {
      cancelled = std::current_exception();
    } catch (...) {
      readings.emplace(url, std::current_exception());
    }
  }
  if (cancelled) std::rethrow_exception(cancelled);
  co_return readings;
}
