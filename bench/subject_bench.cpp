// What one hidden test costs: starting a subject, a call, a reverse call, virtual time, a timeout against a hung
// server.

#include <benchmark/benchmark.h>

#include "grader/proctor/proctor.hpp"

namespace {

using namespace proctor;

void start_call_and_end(benchmark::State& state) {
  for (auto _ : state) {
    World world;
    benchmark::DoNotOptimize(world.subject.call("add", 1, 2));
  }
}
BENCHMARK(start_call_and_end)->Unit(benchmark::kMillisecond)->UseRealTime();

void round_trip(benchmark::State& state) {
  World world;
  world.subject.call("add", 1, 2);
  for (auto _ : state) benchmark::DoNotOptimize(world.subject.call("add", 1, 2));
}
BENCHMARK(round_trip)->Unit(benchmark::kMicrosecond)->UseRealTime();

void call_with_one_reverse_call(benchmark::State& state) {
  World world;
  for (auto _ : state) {
    Operation operation = proctor::operation("op").returns(1);
    benchmark::DoNotOptimize(world.subject.call("run_within", 1h, operation));
  }
}
BENCHMARK(call_with_one_reverse_call)->Unit(benchmark::kMicrosecond)->UseRealTime();

void one_virtual_sleep(benchmark::State& state) {
  World world;
  for (auto _ : state) benchmark::DoNotOptimize(world.subject.call("nap", 1s));
}
BENCHMARK(one_virtual_sleep)->Unit(benchmark::kMicrosecond)->UseRealTime();

void timeout_against_a_hung_server(benchmark::State& state) {
  World world;
  world.server.on("/slow").hang();
  for (auto _ : state) benchmark::DoNotOptimize(world.subject.call("fetch_within", world.server.url("/slow"), 1min));
}
BENCHMARK(timeout_against_a_hung_server)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  proctor::config().subject = HANGTIME_SPECIMEN;
  proctor::config().test_wall = std::chrono::hours(1);
  proctor::config().test_cpu = std::chrono::hours(1);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
