#pragma once

#include <atomic>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// A wish to stop, which every wait of the grader notices at once: `fd()` becomes readable and stays so.
///
/// Threads: safe from several threads.
class Interruption {
 public:
  Interruption();
  void request();
  bool requested() const { return requested_.load(); }
  int fd() const { return event_.get(); }
  /// Throws Interrupted once a stop was wished for.
  void throw_if_requested() const;

 private:
  std::atomic<bool> requested_{false};
  UniqueFd event_;
};

}  // namespace grader
