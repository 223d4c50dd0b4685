#include "retry_that_never_retries.hpp"

// The repair with the fewest new words: an outer try block that gives the line back on every way out but the two on
// which that is done already.
aio::Task<aio::Json> read_buoy(aio::HttpClient& client, std::string url, Patience patience,
                               std::function<aio::Task<int>()> take_line, std::function<void(int)> give_back) {
  for (int call = 0;; ++call) {
    const int line = co_await take_line();
    try {
      try {
        const aio::Response response = co_await aio::timeout(patience.limit, client.get(url));
        response.raise_for_status();
        const aio::Json reading = response.json();
        give_back(line);
        co_return reading;
      } catch (const aio::ConnectError&) {
        if (call == patience.retries) throw;
      } catch (const aio::TransportError&) {
        if (call == patience.retries) throw;
      } catch (const aio::TimeoutError&) {
        if (call == patience.retries) throw;
      }
    } catch (...) {
      give_back(line);
      throw;
    }
    give_back(line);
    co_await aio::sleep(patience.pause);
  }
}
