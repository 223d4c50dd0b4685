#include "tracing.hpp"

aio::Task<aio::Json> fetch_traced([[maybe_unused]] aio::HttpClient& client, [[maybe_unused]] std::string url,
                                  [[maybe_unused]] int attempts, [[maybe_unused]] std::optional<std::string> incoming,
                                  [[maybe_unused]] std::function<std::uint64_t()> random) {
  // TODO(1): draw a trace id and a span id, and send them along in a header.
  // TODO(2): try again when an attempt fails, with the same trace id and another span id.
  // TODO(3): continue a trace that comes in.
  // TODO(4): use no id that is not valid, wherever it comes from.
  aio::not_implemented("fetch_traced is still to be written: tasks 1 to 4 in README.md");
}
