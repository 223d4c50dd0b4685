// Loses: leaves_nothing_running
// "The timer ends by itself one day."
#include "timeout.hpp"

namespace {

aio::Task<> cancel_later(aio::TaskHandle<aio::Response> request, aio::Duration limit, std::shared_ptr<bool> expired) {
  co_await aio::sleep(limit);
  *expired = true;
  request.cancel();
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  auto expired = std::make_shared<bool>(false);
  auto request = aio::create_task(client.get(url));
  auto timer = aio::create_task(cancel_later(request, limit, expired));
  try {
    auto response = co_await request;
    response.raise_for_status();
    co_return response.json();
  } catch (const aio::CancelledError&) {
    if (!*expired) request.cancel();
    if (*expired) throw aio::TimeoutError("no answer in time");
    throw;
  }
}
