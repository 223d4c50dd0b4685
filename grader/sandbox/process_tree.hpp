#pragma once

#include <sys/types.h>

#include <cstdint>

namespace sandbox {

/// What the processes below the calling one use together.
struct Usage {
  std::uint64_t resident_bytes = 0;  ///< a page that two processes share counts twice
  std::uint64_t processes = 0;
  std::uint64_t tasks = 0;  ///< processes and threads
  std::int64_t cpu_us = 0;  ///< of those that live
};

/// Sums up all descendants of the calling process. One that ends meanwhile may be left out.
///
/// As process 1 of a namespace, these are all other processes in it. Elsewhere the calling process must be a subreaper
/// (PR_SET_CHILD_SUBREAPER), so that none can leave the tree. Allocates nothing.
Usage usage_below();

/// What can be seen without listing all processes: most ticks of a watch need no more.
class Glimpse {
 public:
  /// `program`: a child of the calling process.
  explicit Glimpse(pid_t program);
  Glimpse(const Glimpse&) = delete;
  Glimpse& operator=(const Glimpse&) = delete;
  ~Glimpse();

  /// The process or thread that began last. While it stays the same, nothing can have begun.
  ///
  /// Returns: -1 where that cannot be told: the calling process is not process 1 of a namespace, whose numbers only its
  ///          own descendants get.
  long last_begun() const;

  /// The program's resident memory; 0 when it has ended.
  std::uint64_t resident_bytes() const;

 private:
  int last_ = -1;    // /proc/loadavg
  int memory_ = -1;  // /proc/PID/statm
};

/// Kills all descendants of the calling process and waits until the last one is gone.
///
/// With `user`, all processes of that user too: none but descendants may run as it.
/// Returns:  false when some could not be killed within about 20 s (a process in an uninterruptible wait).
bool end_everything_below(uid_t user = 0);

}  // namespace sandbox
