#include <utility>

#include "fallback.hpp"

// Two cases, told apart before anything is fetched: without a fallback it is a plain fetch with a limit.
aio::Task<aio::Json> fetch_with_fallback(aio::HttpClient& client, std::string url, std::optional<aio::Json> fallback,
                                         aio::Duration limit) {
  auto fetch = [&client, &url]() -> aio::Task<aio::Json> {
    auto response = co_await client.get(url);
    response.raise_for_status();
    co_return response.json();
  };
  if (!fallback.has_value()) co_return co_await aio::timeout(limit, fetch());

  try {
    co_return co_await aio::timeout(limit, fetch());
  } catch (const aio::TimeoutError&) {
  }
  co_return std::move(fallback).value();
}
