#include <grader/subject/expose.hpp>
#include <retry.hpp>

template <>
struct subject::Codec<RetryPolicy> {
  static RetryPolicy decode(const aio::Json& json) {
    return {.max_retries = json.at("max_retries").get<int>(),
            .initial_delay = Codec<aio::Duration>::decode(json.at("initial_delay_ns")),
            .max_delay = Codec<aio::Duration>::decode(json.at("max_delay_ns")),
            .jitter = json.at("jitter").get<double>()};
  }
};

namespace {

aio::Task<aio::Json> fetch(const aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(url));
  response.raise_for_status();
  co_return response.json();
}

// The operation of the story: a fetch with a limit, from a real server.
aio::Task<aio::Json> retry_fetch(aio::HttpClient& client, std::string url, aio::Duration limit, RetryPolicy policy,
                                 std::function<double()> random) {
  co_return co_await retry([&client, url, limit] { return fetch(client, url, limit); }, policy, random);
}

}  // namespace

void subject::bindings() {
  expose("retry", &retry);
  expose("retry_fetch", &retry_fetch);
}
