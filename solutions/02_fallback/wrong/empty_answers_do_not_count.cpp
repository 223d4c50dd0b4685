// Loses: returns_the_answer
// "An empty answer is as good as none."
#include "fallback.hpp"

namespace {

aio::Task<aio::Json> fetch(aio::HttpClient& client, std::string url) {
  auto response = co_await client.get(url);
  response.raise_for_status();
  co_return response.json();
}

}  // namespace

aio::Task<aio::Json> fetch_with_fallback(aio::HttpClient& client, std::string url, std::optional<aio::Json> fallback,
                                         aio::Duration limit) {
  try {
    auto answer = co_await aio::timeout(limit, fetch(client, url));
    if (answer.empty() && fallback) co_return *fallback;
    co_return answer;
  } catch (const aio::TimeoutError&) {
    if (!fallback) throw;
    co_return *fallback;
  }
}
