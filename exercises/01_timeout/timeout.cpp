#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout([[maybe_unused]] aio::HttpClient& client, [[maybe_unused]] std::string url,
                                        [[maybe_unused]] aio::Duration limit) {
  // TODO(1): fetch the URL and return the JSON of the answer.
  // TODO(2): put a limit on it.
  // TODO(3): see to it that the server is not kept busy once nobody waits for its answer.
  // TODO(4): take the limit from the caller, and count the whole answer, to its last byte.
  // TODO(5): a limit is one way to fail; the other errors come out as they are, an answer of 503 among them.
  // TODO(6): leave nothing running, however it ended.
  aio::not_implemented("fetch_with_timeout is still to be written: tasks 1 to 6 in README.md");
}
