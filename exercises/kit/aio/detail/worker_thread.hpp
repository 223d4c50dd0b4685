#pragma once
#include <pthread.h>

#include <cstddef>
#include <functional>

namespace aio::detail {

/// A thread that takes no signals, so that a broken connection cannot kill the program by SIGPIPE, and whose stack can
/// be small.
///
/// Errors:   `Error` when the system cannot start another thread.
/// Requires: `join` is called, once.
class WorkerThread {
 public:
  /// `stack_bytes` 0 means the system's default. `work` throws nothing.
  WorkerThread(std::size_t stack_bytes, std::move_only_function<void()> work);
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;
  ~WorkerThread() = default;

  void join();

 private:
  pthread_t thread_{};
};

}  // namespace aio::detail
