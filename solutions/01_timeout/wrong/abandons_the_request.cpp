// Loses: gives_up_the_connection, leaves_nothing_running
// "When the time is up I stop listening, that is what a limit is."
#include "timeout.hpp"

namespace {

aio::Task<> fetch_into(const aio::HttpClient& client, std::string url, aio::Future<aio::Response> answer) {
  try {
    auto response = co_await client.get(url);
    if (!answer.done()) answer.set_result(response);
  } catch (const aio::Error&) {
    if (!answer.done()) answer.set_exception(std::current_exception());
  }
}

aio::Task<aio::Response> listen(aio::Future<aio::Response> answer) { co_return co_await answer; }

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  aio::Future<aio::Response> answer;
  auto request = aio::create_task(fetch_into(client, url, answer));
  auto response = co_await aio::timeout(limit, listen(answer));
  response.raise_for_status();
  co_return response.json();
}
