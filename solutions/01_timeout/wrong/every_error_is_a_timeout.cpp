// Loses: lets_other_errors_through
// "If anything goes wrong in there, it was the server."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  try {
    auto response = co_await aio::timeout(limit, client.get(url));
    response.raise_for_status();
    co_return response.json();
  } catch (const std::exception&) {
    throw aio::TimeoutError("no usable answer in time");
  }
}
