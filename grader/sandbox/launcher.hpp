#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/control.hpp"

namespace sandbox {

/// What a subject is started with.
struct Launch {
  std::filesystem::path program;
  std::vector<std::string> arguments;  ///< without argv[0]
  int channel_fd = -1;                 ///< becomes descriptor 3 of the subject, the only one besides 0, 1 and 2
  std::chrono::milliseconds cpu_limit{10'000};  ///< of all its processes; rounded up to whole seconds
  std::uint64_t memory_bytes = 0;               ///< of all its processes; 0: no limit
  std::uint64_t tasks = 0;                      ///< processes and threads; 0: no limit
  Confinement confinement = {.level = Level::kC, .launcher = find_launcher(), .bwrap = {}, .uid = {}, .visible = {}};
};

/// How a process ended.
struct Exit {
  int status = 0;  ///< as waitpid reports it
  Reason reason = Reason::kItself;
  std::uint64_t peak_bytes = 0;
  std::uint64_t peak_tasks = 0;
  std::chrono::microseconds cpu{0};
  std::string problem = {};  ///< not empty: it never ran, by no fault of its own
  int start_error = 0;       ///< kNotStarted: errno of what failed

  /// Whether a program that is there could not be started because of what it says of itself, as a section `.interp` does.
  bool asks_for_another_loader() const;
  bool signalled() const;
  int signal() const;  ///< valid when signalled()
  int code() const;    ///< valid when not signalled()
};

/// A started subject. Its destructor ends it and everything it started, and waits until nothing of it is left.
class Process {
 public:
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;

  /// A descriptor that becomes readable when the process has ended.
  int end_fd() const { return control_; }

  /// The read end of a non-blocking pipe that carries the subject's stdout and stderr; -1 after `close_output`.
  int output_fd() const { return output_fd_; }
  void close_output();

  /// Waits until the subject is about to run.
  ///
  /// Errors: throws std::system_error when it will not: the machine's failure, with what its tools said.
  void await_start();

  /// Takes one of the TCP/IPv4 sockets that the subject can reach; -1 with errno set when none is left. From level A they
  /// are unbound and lie in the subject's own network; below, they are bound to a port of 127.0.0.1.
  /// Needs: await_start().
  int take_socket();

  /// Ends the subject and everything it started. Idempotent.
  void kill() noexcept;

  /// Reports the end if it has come, without waiting.
  std::optional<Exit> poll();

  /// Waits for the end, without limit: call `kill` first unless the end is known to be near.
  Exit wait();

 private:
  friend Process launch(const Launch& launch);
  Process(pid_t pid, int control, int output_fd, bool in_namespaces);

  void take_message();
  void finish_without_word();
  std::string startup_problem();

  pid_t pid_;  // of the launcher, or of what becomes or starts it
  int control_;
  int output_fd_;
  int launcher_end_ = -1;  // pidfd of the launcher itself
  bool in_namespaces_;
  bool hello_ = false;
  bool reaped_ = false;
  bool told_to_end_ = false;
  std::vector<int> sockets_;
  std::optional<Exit> exit_;
};

/// Starts a subject: the one way by which student code ever runs.
///
/// The subject gets an empty standard input, one pipe for both outputs, the channel as descriptor 3 and nothing else; a
/// session of its own; default signals; an environment that names nothing of ours; limits; and what its level keeps from
/// it. Whatever it starts ends with it, at every level.
/// Errors:  throws std::system_error when no process can be started: the machine's failure, never the student's.
/// Threads: safe from several threads.
Process launch(const Launch& launch);

}  // namespace sandbox
