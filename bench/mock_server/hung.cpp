// 5,000 hung connections: memory, a fresh request beside them, and stopping with them in flight.

#include "bench/mock_server/measure.hpp"
#include "bench/mock_server/mock_program.hpp"
#include "bench/mock_server/parts.hpp"
#include "mock_server/raw_client.hpp"

namespace bench {

namespace {

constexpr int kRuns = 5;
constexpr std::size_t kHung = 5'000;
constexpr int kFresh = 2'000;

struct Run {
  double memory_before = 0;
  double memory_with = 0;
  double p50_alone = 0;
  double p99_alone = 0;
  double p50_beside = 0;
  double p99_beside = 0;
  double stop = 0;
};

/// Connects, asks and reads the whole answer.
double fresh_request(std::uint16_t port) {
  return milliseconds_of([port] { mock_server::RawClient(port).get("/ok").receive_until(R"("ok":true})"); });
}

std::vector<double> fresh_requests(std::uint16_t port) {
  std::vector<double> times;
  for (int i = 0; i < kFresh; ++i) times.push_back(fresh_request(port));
  return times;
}

/// A connection that was closed in order and without a byte: its request had been read, and was hanging.
void expect_hung(mock_server::RawClient& client) {
  if (!client.receive_all().empty() || client.was_reset()) throw std::runtime_error("a connection did not hang");
}

Run run_once(const std::string& program) {
  Run run;
  MockProgram server(program);
  const auto alone = fresh_requests(server.port());
  run.p50_alone = percentile(alone, 50);
  run.p99_alone = percentile(alone, 99);
  run.memory_before = server.memory();
  std::vector<mock_server::RawClient> hung;
  hung.reserve(kHung);
  for (std::size_t i = 0; i < kHung; ++i) hung.emplace_back(server.port()).get("/hang");
  const auto beside = fresh_requests(server.port());
  run.p50_beside = percentile(beside, 50);
  run.p99_beside = percentile(beside, 99);
  run.memory_with = server.memory();
  run.stop = server.stop();
  for (auto& client : hung) expect_hung(client);
  return run;
}

}  // namespace

void bench_hung(const std::string& program) {
  std::vector<Run> runs;
  for (int i = 0; i < kRuns; ++i) runs.push_back(run_once(program));
  std::printf("mock_hung: %zu hung connections; medians of %d runs, %d fresh requests each\n", kHung, kRuns, kFresh);
  print_figure("memory of mock_server without them", median_of(runs, &Run::memory_before), "MiB");
  print_figure("memory of mock_server with them", median_of(runs, &Run::memory_with), "MiB", 32);
  print_figure("a fresh request without them, p50", median_of(runs, &Run::p50_alone), "ms");
  print_figure("a fresh request without them, p99", median_of(runs, &Run::p99_alone), "ms");
  print_figure("a fresh request beside them, p50", median_of(runs, &Run::p50_beside), "ms");
  print_figure("a fresh request beside them, p99", median_of(runs, &Run::p99_beside), "ms", 5);
  print_figure("from SIGTERM to exit with them in flight", median_of(runs, &Run::stop), "ms");
}

}  // namespace bench
