// Loses: lets_other_errors_through
// "catch (...) is the safe choice."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  try {
    auto response = co_await aio::timeout(limit, client.get(url));
    response.raise_for_status();
    co_return response.json();
  } catch (const aio::Error&) {
    throw;
  } catch (...) {
    throw aio::TimeoutError("gave up");
  }
}
