#include <chrono>
#include <cstdint>
#include <grader/subject/expose.hpp>
#include <retry_that_never_retries.hpp>

/// [retries, limit, pause], durations in nanoseconds.
template <>
struct subject::Codec<Patience> {
  static Patience decode(const Json& json) {
    return {.retries = json.at(0).get<int>(),
            .limit = std::chrono::nanoseconds(json.at(1).get<std::int64_t>()),
            .pause = std::chrono::nanoseconds(json.at(2).get<std::int64_t>())};
  }
};

void subject::bindings() { expose("read_buoy", &read_buoy); }
