#include "timeout.hpp"

// Catches the timeout to give it a message of its own; it stays a TimeoutError, and nothing else is caught.
aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  auto fetch = [&]() -> aio::Task<aio::Json> {
    auto response = co_await client.get(url);
    response.raise_for_status();
    co_return response.json();
  };
  try {
    co_return co_await aio::timeout(limit, fetch());
  } catch (const aio::TimeoutError&) {
    throw aio::TimeoutError("no complete answer from " + url);
  }
}
