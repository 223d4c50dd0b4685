#include "retry_after.hpp"

aio::Task<aio::Json> fetch_when_ready([[maybe_unused]] aio::HttpClient& client, [[maybe_unused]] std::string url,
                                      [[maybe_unused]] aio::Duration total_limit,
                                      [[maybe_unused]] aio::Duration default_delay) {
  // TODO(1): fetch; after a 429 or a 503 wait the seconds of Retry-After, and fetch again.
  // TODO(2): Retry-After can be a date. How long that is from now is told by the answer's own date.
  // TODO(3): without a Retry-After that makes sense, wait the default delay.
  // TODO(4): one deadline for all of it, and no wait that would pass it.
  aio::not_implemented("fetch_when_ready is still to be written: tasks 1 to 4 in README.md");
}
