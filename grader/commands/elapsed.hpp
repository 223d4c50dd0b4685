#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace grader {

/// "3 min 12 s"; tenths only below ten seconds, no seconds from an hour on.
std::string describe_elapsed(std::chrono::milliseconds time);

/// "1 variant", "2 variants".
std::string counted(std::size_t count, const std::string& noun);

/// Measures real time from its making.
class Stopwatch {
 public:
  std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start_);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace grader
