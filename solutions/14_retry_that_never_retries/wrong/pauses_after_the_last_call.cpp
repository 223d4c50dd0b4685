// Loses: keeps_reading_the_buoy
// "After a failure there is a pause, and then we see."
#include "retry_that_never_retries.hpp"

aio::Task<aio::Json> read_buoy(aio::HttpClient& client, std::string url, Patience patience,
                               std::function<aio::Task<int>()> take_line, std::function<void(int)> give_back) {
  for (int call = 0;; ++call) {
    const int line = co_await take_line();
    std::exception_ptr failure;
    try {
      const aio::Response response = co_await aio::timeout(patience.limit, client.get(url));
      response.raise_for_status();
      const aio::Json reading = response.json();
      give_back(line);
      co_return reading;
    } catch (const aio::ConnectError&) {
      failure = std::current_exception();
    } catch (const aio::TransportError&) {
      failure = std::current_exception();
    } catch (const aio::TimeoutError&) {
      failure = std::current_exception();
    } catch (...) {
      give_back(line);
      throw;
    }
    give_back(line);
    co_await aio::sleep(patience.pause);
    if (call == patience.retries) std::rethrow_exception(failure);
  }
}
