#pragma once

#include <string>
#include <utility>

#include "mock_server/journal.hpp"

namespace mock_server::testing_help {

/// Writes the exchanges of a test by hand, in sentences:
/// ```
/// Story story;
/// story.request("/flaky", 0ms).answered(503, 2ms);
/// story.request("/slow", 10ms).waits(10ms).left(200ms);
/// ```
/// Times are since the story's begin. Attempts and requests in flight are counted as a server counts them, but among all
/// requests of the story, whatever their method.
class Story {
 public:
  Story& request(const std::string& path, Duration at) {
    Exchange exchange;
    exchange.sequence = exchanges_.size();
    exchange.connection = exchanges_.size();
    exchange.request = {.method = "GET", .target = path, .path = path};
    exchange.key = path;
    exchange.accepted = exchange.first_byte = at;
    exchange.head_known = exchange.request_complete = at;
    exchange.status = 200;
    exchange.fault = "ok";
    exchanges_.push_back(std::move(exchange));
    count();
    return *this;
  }

  Story& key(const std::string& key) {
    last().key = key;
    last().request.headers.emplace_back("X-Request-Key", key);
    count();
    return *this;
  }
  Story& header(const std::string& name, const std::string& value) {
    last().request.headers.emplace_back(name, value);
    return *this;
  }
  Story& method(const std::string& method) {
    last().request.method = method;
    return *this;
  }
  Story& connection(std::uint64_t id) {
    last().connection = id;
    last().index_on_connection = 0;
    for (const auto& other : exchanges_) last().index_on_connection += other.connection == id ? 1 : 0;
    --last().index_on_connection;
    return *this;
  }
  Story& fault(const std::string& id) {
    last().fault = id;
    return *this;
  }
  Story& accepted(Duration at) {
    last().accepted = at;
    return *this;
  }
  Story& complete(Duration at) {
    last().request_complete = at;
    return *this;
  }
  /// Waits from then on: for a time, or for the client.
  Story& waits(Duration since, std::optional<Duration> wakes_at = std::nullopt) {
    last().waits.push_back({.since = since, .until = {}, .wakes_at = wakes_at});
    return *this;
  }
  Story& sends(Duration first, Duration last_byte, std::size_t bytes) {
    if (!last().waits.empty() && !last().waits.back().until && last().waits.back().since < first) {
      last().waits.back().until = first;
    }
    if (!last().first_response_byte) last().first_response_byte = first;
    last().last_response_byte = last_byte;
    last().bytes_sent += bytes;
    return *this;
  }
  Story& answered(int status, Duration at) {
    last().status = status;
    if (!last().first_response_byte) sends(at, at, 150);
    return ends(End::kServed, at);
  }
  Story& left(Duration at) { return ends(End::kClientLeft, at); }
  Story& ends(End how, Duration at) {
    last().end = how;
    last().ended = at;
    if (!last().waits.empty() && !last().waits.back().until) last().waits.back().until = at;
    return *this;
  }

  const Journal::Exchanges& exchanges() const { return exchanges_; }

 private:
  Exchange& last() { return exchanges_.back(); }

  void count() {
    last().attempt = last().in_flight = last().in_flight_on_path = 0;
    for (const auto& other : exchanges_) {
      const bool open = !other.ended || *other.ended > last().first_byte;
      last().attempt += other.key == last().key ? 1 : 0;
      last().in_flight += open ? 1 : 0;
      last().in_flight_on_path += open && other.request.path == last().request.path ? 1 : 0;
    }
  }

  Journal::Exchanges exchanges_;
};

}  // namespace mock_server::testing_help
