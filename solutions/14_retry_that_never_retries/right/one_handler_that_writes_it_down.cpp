#include <exception>

#include "retry_that_never_retries.hpp"

namespace {

bool worth_another_call(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const aio::ConnectError&) {
    return true;
  } catch (const aio::TransportError&) {
    return true;
  } catch (const aio::TimeoutError&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace

// No destructor: every failure is written down, the line is given back at one place, and then it is decided what to do.
aio::Task<aio::Json> read_buoy(aio::HttpClient& client, std::string url, Patience patience,
                               std::function<aio::Task<int>()> take_line, std::function<void(int)> give_back) {
  for (int left = patience.retries;; --left) {
    const int line = co_await take_line();
    aio::Json reading;
    std::exception_ptr failure;
    try {
      const aio::Response response = co_await aio::timeout(patience.limit, client.get(url));
      response.raise_for_status();
      reading = response.json();
    } catch (...) {
      failure = std::current_exception();
    }
    give_back(line);
    if (!failure) co_return reading;
    if (left == 0 || !worth_another_call(failure)) std::rethrow_exception(failure);
    co_await aio::sleep(patience.pause);
  }
}
