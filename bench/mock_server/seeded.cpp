// Two runs with one seed decide alike, however their requests interleave.

#include <cstdint>
#include <map>
#include <stdexcept>
#include <thread>
#include <utility>

#include "bench/mock_server/measure.hpp"
#include "bench/mock_server/parts.hpp"
#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace bench {

namespace {

constexpr int kThreads = 16;
constexpr int kRequests = 500;  // of each thread
constexpr int kKeys = 40;       // shared by all threads

/// What became of each attempt, and the order in which they arrived.
struct Decisions {
  std::map<std::pair<std::string, std::size_t>, std::string> made = {};
  std::string order = {};

  /// Source: FNV-1a.
  static std::uint64_t digest(std::string_view text) {
    std::uint64_t value = 0xcbf29ce484222325;
    for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return value;
  }
  std::uint64_t digest() const {
    std::string text;
    for (const auto& [attempt, decision] : made) {
      text += attempt.first + ' ' + std::to_string(attempt.second) + ' ' + decision + '\n';
    }
    return digest(text);
  }
};

/// Every thread goes through the keys in an order of its own.
void ask(std::uint16_t port, int thread) {
  mock_server::RawClient client(port);
  for (int i = 0; i < kRequests; ++i) {
    client.forget();
    const auto key = std::to_string((i * (2 * thread + 1) + thread) % kKeys);
    client.get("/item", "X-Request-Key: key-" + key + "\r\n").receive_until("}");
  }
}

Decisions run_once(std::uint64_t seed) {
  mock_server::Server server({.seed = seed});
  mock_server::Stage busy;
  busy.response.status = 503;
  server.on("/item").chance(0.2, busy).chance(0.1, "wrong_content_type");
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) threads.emplace_back(ask, server.port(), thread);
  threads.clear();
  Decisions decisions;
  for (const auto& exchange : server.journal().snapshot()) {
    decisions.made[{exchange.key, exchange.attempt}] = exchange.fault + ' ' + std::to_string(exchange.status);
    decisions.order += exchange.key + '\n';
  }
  return decisions;
}

}  // namespace

void bench_seeded() {
  const auto first = run_once(7);
  const auto second = run_once(7);
  const auto other = run_once(8);
  std::printf("mock_seeded: %d threads, %d requests each to %d shared keys; digests of (key, attempt) -> decision\n",
              kThreads, kRequests, kKeys);
  const auto print = [](const char* name, const Decisions& run) {
    std::printf("  %-12s decisions %016llx of %zu, order of arrival %016llx\n", name,
                static_cast<unsigned long long>(run.digest()), run.made.size(),
                static_cast<unsigned long long>(Decisions::digest(run.order)));
  };
  print("seed 7", first);
  print("seed 7 again", second);
  print("seed 8", other);
  if (first.digest() != second.digest()) throw std::runtime_error("two runs with one seed decided differently");
  if (first.digest() == other.digest()) throw std::runtime_error("another seed decided the same");
  std::printf("  one seed: the same decisions; another seed: other decisions\n");
}

}  // namespace bench
