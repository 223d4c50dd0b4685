// Loses: retries_after_a_timeout
// "A buoy that is silent twice is out of order."
#include "retry_that_never_retries.hpp"

namespace {

struct TakenLine {
  int number;
  const std::function<void(int)>& give_back;
  ~TakenLine() { give_back(number); }
};

}  // namespace

aio::Task<aio::Json> read_buoy(aio::HttpClient& client, std::string url, Patience patience,
                               std::function<aio::Task<int>()> take_line, std::function<void(int)> give_back) {
  bool was_silent = false;
  for (int call = 0;; ++call) {
    const int number = co_await take_line();
    try {
      const TakenLine line{number, give_back};
      const aio::Response response = co_await aio::timeout(patience.limit, client.get(url));
      response.raise_for_status();
      co_return response.json();
    } catch (const aio::ConnectError&) {
      if (call == patience.retries) throw;
    } catch (const aio::TransportError&) {
      if (call == patience.retries) throw;
    } catch (const aio::TimeoutError&) {
      if (call == patience.retries || was_silent) throw;
      was_silent = true;
    }
    co_await aio::sleep(patience.pause);
  }
}
