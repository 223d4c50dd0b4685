// mock_server_bench PART MOCK_SERVER: measures the mock server; called by bench/run.

#include <exception>
#include <iostream>

#include "bench/mock_server/machine.hpp"
#include "bench/mock_server/parts.hpp"

int main(int argc, char** argv) {
  const std::string part = argc == 3 ? argv[1] : "";
  bench::raise_descriptor_limit();
  try {
    if (part == "hung") {
      bench::bench_hung(argv[2]);
    } else if (part == "start") {
      bench::bench_start();
    } else if (part == "drip") {
      bench::bench_drip(argv[2]);
    } else if (part == "seeded") {
      bench::bench_seeded();
    } else {
      std::cerr << "usage: mock_server_bench hung|start|drip|seeded MOCK_SERVER\n";
      return 2;
    }
  } catch (const std::exception& error) {
    std::cerr << "mock_server_bench: " << error.what() << '\n';
    return 1;
  }
}
