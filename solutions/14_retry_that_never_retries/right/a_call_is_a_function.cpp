#include <exception>
#include <memory>
#include <optional>

#include "retry_that_never_retries.hpp"

namespace {

/// One call over a line that has been taken; it is given back when the function ends. Returns nothing after a failure
/// that may be tried again, unless this was the last try.
aio::Task<std::optional<aio::Json>> call_once(aio::HttpClient& client, std::string url, aio::Duration limit, int line,
                                              std::function<void(int)> give_back, bool last) {
  const auto hang_up = [&](const int* taken) { give_back(*taken); };
  const std::unique_ptr<int, decltype(hang_up)> guard(&line, hang_up);
  try {
    auto response = co_await aio::timeout(limit, client.get(url));
    response.raise_for_status();
    co_return response.json();
  } catch (const aio::StatusError&) {
    throw;
  } catch (const aio::JsonError&) {
    throw;
  } catch (const aio::Error&) {
    if (last) throw;
  }
  co_return std::nullopt;
}

}  // namespace

aio::Task<aio::Json> read_buoy(aio::HttpClient& client, std::string url, Patience patience,
                               std::function<aio::Task<int>()> take_line, std::function<void(int)> give_back) {
  std::optional<aio::Json> reading;
  for (int left = patience.retries; !reading; --left) {
    if (left < patience.retries) co_await aio::sleep(patience.pause);
    const int line = co_await take_line();
    reading = co_await call_once(client, url, patience.limit, line, give_back, left == 0);
  }
  co_return *reading;
}
