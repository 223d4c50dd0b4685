// Loses: frees_the_line_of_the_last_call, frees_the_line_on_every_way_out
// "A TimeoutError was not caught. Now it is."
#include "retry_that_never_retries.hpp"

aio::Task<aio::Json> read_buoy(aio::HttpClient& client, std::string url, Patience patience,
                               std::function<aio::Task<int>()> take_line, std::function<void(int)> give_back) {
  for (int call = 0;; ++call) {
    const int line = co_await take_line();
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
    give_back(line);
    co_await aio::sleep(patience.pause);
  }
}
