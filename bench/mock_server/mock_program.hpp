#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench/mock_server/machine.hpp"
#include "bench/mock_server/measure.hpp"
#include "mock_server/child_process.hpp"

namespace bench {

/// The real program, with the fault catalogue on a port of its own. The server gets one processor, and whoever
/// measures it another, if there are two.
class MockProgram {
 public:
  explicit MockProgram(const std::string& path) : folder_(new_folder()) {
    static const auto kProcessors = usable_processors();
    pin_to(kProcessors.front());
    child_.emplace(std::vector<std::string>{path, "--port", "0", "--port-file", port_file()});
    pin_to(kProcessors.back());
    for (int tries = 0; tries < 2000 && !std::filesystem::exists(port_file()); ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    if (!(std::ifstream(port_file()) >> port_)) throw std::runtime_error(path + " did not write its port");
  }
  ~MockProgram() { std::filesystem::remove_all(folder_); }
  MockProgram(const MockProgram&) = delete;
  MockProgram& operator=(const MockProgram&) = delete;

  std::uint16_t port() const { return port_; }

  /// Returns:  resident memory in MiB.
  double memory() const {
    std::ifstream status("/proc/" + std::to_string(child_->pid()) + "/status");
    std::string word;
    double kib = 0;
    while (status >> word) {
      if (word == "VmRSS:") status >> kib;
    }
    return kib / 1024;
  }

  /// Returns:  milliseconds from SIGTERM to the end of the process.
  double stop() {
    return milliseconds_of([this] {
      child_->signal(SIGTERM);
      if (child_->wait() != 0) throw std::runtime_error("mock_server failed: " + child_->output());
    });
  }

 private:
  static std::filesystem::path new_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mock_server_bench_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return pattern;
  }

  std::string port_file() const { return (folder_ / "port").string(); }

  std::filesystem::path folder_;
  std::optional<mock_server::ChildProcess> child_;
  std::uint16_t port_ = 0;
};

}  // namespace bench
