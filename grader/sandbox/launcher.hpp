#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sandbox {

/// What a subject is started with.
struct Launch {
  std::filesystem::path program;
  std::vector<std::string> arguments;  ///< without argv[0]
  int channel_fd = -1;                 ///< becomes descriptor 3 of the subject, the only one besides 0, 1 and 2
  std::chrono::milliseconds cpu_limit{10'000};  ///< processor time; rounded up to whole seconds
};

/// How a process ended.
struct Exit {
  int status = 0;  ///< as waitpid reports it
  bool signalled() const;
  int signal() const;  ///< valid when signalled()
  int code() const;    ///< valid when not signalled()
};

/// A started subject. Its destructor kills the whole process group and reaps it.
class Process {
 public:
  Process(pid_t pid, int output_fd);
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;

  pid_t pid() const { return pid_; }

  /// A descriptor that becomes readable when the process ends.
  int end_fd() const { return end_fd_; }

  /// The read end of a non-blocking pipe that carries the subject's stdout and stderr; -1 after `close_output`.
  int output_fd() const { return output_fd_; }
  void close_output();

  /// Kills every process of the group. Idempotent.
  void kill() noexcept;

  /// Reports the end if it has come, without waiting.
  std::optional<Exit> poll();

  /// Waits for the end, without limit: call `kill` first unless the end is known to be near.
  Exit wait();

 private:
  pid_t pid_;
  int output_fd_;
  int end_fd_;
  std::optional<Exit> exit_;
};

/// Starts a subject: the one way by which student code ever runs.
///
/// The subject gets an empty standard input, one pipe for both outputs, the channel as descriptor 3 and nothing else; a
/// process group of its own; default signals; an environment that names nothing of ours; limits on processor time, file
/// size and core files. Errors:  throws std::system_error when no process can be started: the machine's failure, never
/// the student's. Threads: safe from several threads.
Process launch(const Launch& launch);

}  // namespace sandbox
