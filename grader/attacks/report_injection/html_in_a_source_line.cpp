// Provokes a warning about a line of source that is HTML itself; the rest is an honest solution.
#include <utility>

#include "timeout.hpp"

namespace {

void attack() { const char* page = "</code></pre><script>alert(1)</script><style>*{display:none}</style>"; }

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
