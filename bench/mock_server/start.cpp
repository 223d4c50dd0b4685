// What one server per test costs.

#include "bench/mock_server/measure.hpp"
#include "bench/mock_server/parts.hpp"
#include "mock_server/server.hpp"

namespace bench {

namespace {

constexpr int kRuns = 5;
constexpr int kServers = 1'000;

struct Run {
  double p50 = 0;
  double p99 = 0;
};

Run run_once() {
  std::vector<double> times;
  for (int i = 0; i < kServers; ++i) {
    times.push_back(milliseconds_of([] {
      mock_server::Server server;
      server.stop();
    }));
  }
  return {.p50 = percentile(times, 50), .p99 = percentile(times, 99)};
}

}  // namespace

void bench_start() {
  std::vector<Run> runs;
  for (int i = 0; i < kRuns; ++i) runs.push_back(run_once());
  std::printf("mock_start: start and stop of a server in this process; medians of %d runs of %d\n", kRuns, kServers);
  print_figure("start and stop, p50", median_of(runs, &Run::p50), "ms", 2);
  print_figure("start and stop, p99", median_of(runs, &Run::p99), "ms", 2);
}

}  // namespace bench
