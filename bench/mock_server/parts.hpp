#pragma once

#include <string>

namespace bench {

/// Each measures one promise of the mock server and prints it; `program` is the path of mock_server.
void bench_hung(const std::string& program);
void bench_start();
void bench_drip(const std::string& program);
void bench_seeded();

}  // namespace bench
