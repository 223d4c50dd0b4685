#include "error_taxonomy.hpp"

aio::Task<Outcome> fetch_and_classify([[maybe_unused]] aio::HttpClient& client, [[maybe_unused]] std::string url,
                                      [[maybe_unused]] aio::Duration limit) {
  // TODO(1): fetch, and report the JSON of a good answer as kOk.
  // TODO(2): put the limit on the whole fetch; when it passes, that is kTimeout.
  // TODO(3): tell a server that cannot be reached: kRefused.
  // TODO(4): tell a connection that broke after it was made: kBrokenOff.
  // TODO(5): look at the status before anything else: kRateLimited and kClientError.
  // TODO(6): kServerError.
  // TODO(7): look at the content type, then at the body: kWrongContentType, kInvalidJson.
  // TODO(8): what is no outcome comes out as it is.
  aio::not_implemented("fetch_and_classify is still to be written: tasks 1 to 8 in README.md");
}
