#include <grader/subject/expose.hpp>
#include <resilient_client.hpp>

template <>
struct subject::Codec<ResiliencePolicy> {
  static ResiliencePolicy decode(const Json& json) {
    const auto duration = [&](const char* name) { return Codec<aio::Duration>::decode(json.at(name)); };
    return {.attempt_limit = duration("attempt_limit"),
            .max_retries = json.at("max_retries"),
            .initial_delay = duration("initial_delay"),
            .max_delay = duration("max_delay"),
            .failure_threshold = json.at("failure_threshold"),
            .open_time = duration("open_time")};
  }
};

void subject::bindings() {
  expose("make_resilient_client", &make_resilient_client);
  expose("fetch", &ResilientClient::fetch);
}
