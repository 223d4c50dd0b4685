// Has the compiler warn with a text that is HTML; the rest is an honest solution.
#include <utility>

#include "timeout.hpp"

#warning </pre><script>alert(1)</script><img src=x onerror="alert(1)">

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
