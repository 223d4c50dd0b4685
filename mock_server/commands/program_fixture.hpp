#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "mock_server/child_process.hpp"
#include "mock_server/raw_client.hpp"

namespace mock_server {

/// Removed with all that is in it.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mock_server_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    path_ = pattern;
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

inline void write_file(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

/// Waits for a condition, for 20 s at most: long after any correct run.
template <class Condition>
bool eventually(const Condition& condition) {
  for (int i = 0; i < 20'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

inline std::uint16_t wait_for_port(const std::string& file) {
  std::string text;
  if (!eventually([&] { return !(text = read_file(file)).empty(); })) throw std::runtime_error("no port file");
  return static_cast<std::uint16_t>(std::stoi(text));
}

inline std::string fetch(std::uint16_t port, const std::string& path) {
  return RawClient(port).get(path, "Connection: close\r\n").receive_all();
}

/// The program, serving on a port of its own until the end of the test.
class Program {
 public:
  /// `shell`: run before the program, in the same process: "ulimit -n 32; ".
  explicit Program(const std::vector<std::string>& options = {}, const std::string& shell = "")
      : child_(command(options, shell)), port_(wait_for_port(directory_ / "port")) {}

  std::uint16_t port() const { return port_; }
  std::uint16_t admin_port() const { return wait_for_port(directory_ / "admin_port"); }
  const TemporaryDirectory& directory() const { return directory_; }
  ChildProcess& process() { return child_; }

  /// Returns:  the exit code.
  int stop(int signal = SIGTERM) {
    child_.signal(signal);
    return child_.wait();
  }

 private:
  std::vector<std::string> command(const std::vector<std::string>& options, const std::string& shell) const {
    std::vector<std::string> words = {"bash", "-c", shell + "exec \"$@\"", "bash", MOCK_SERVER_PROGRAM};
    words.insert(words.end(), {"--port-file", directory_ / "port"});
    if (std::ranges::find(options, "--admin-port") != options.end()) {
      words.insert(words.end(), {"--admin-port-file", directory_ / "admin_port"});
    }
    words.insert(words.end(), options.begin(), options.end());
    return words;
  }

  TemporaryDirectory directory_;
  ChildProcess child_;
  std::uint16_t port_;
};

}  // namespace mock_server
