#include "timeout.hpp"

#include <utility>

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
