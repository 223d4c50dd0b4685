#include <exception>
#include <utility>

#include "fallback.hpp"

// One way out: what happened is written down first and decided on afterwards.
aio::Task<aio::Json> fetch_with_fallback(aio::HttpClient& client, std::string url, std::optional<aio::Json> fallback,
                                         aio::Duration limit) {
  std::optional<aio::Response> response;
  std::exception_ptr timed_out;
  try {
    response.emplace(co_await aio::timeout(limit, client.get(std::move(url))));
  } catch (const aio::TimeoutError&) {
    timed_out = std::current_exception();
  }

  if (timed_out && fallback.has_value()) co_return fallback.value();
  if (timed_out) std::rethrow_exception(timed_out);
  response->raise_for_status();
  co_return response->json();
}
