#pragma once

#include <thread>

#include "grader/build/interruption.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// Turns SIGINT, SIGTERM and SIGHUP into a request on an Interruption, for as long as it lives.
///
/// A signal that is ignored (nohup) stays ignored. SIGPIPE is ignored, so that a closed pipe is an error of a write.
/// Requires: is made before any other thread, because threads inherit what is blocked.
class SignalWatch {
 public:
  explicit SignalWatch(Interruption& interruption);
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  ~SignalWatch();

 private:
  UniqueFd signals_;
  UniqueFd end_;
  std::thread thread_;
};

}  // namespace grader
