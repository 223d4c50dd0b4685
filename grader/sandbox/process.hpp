#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "grader/sandbox/control.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace sandbox {

struct Launch;

/// What connects a launcher with whoever started it: a pipe for the subject's stdout and stderr, and the control socket.
struct Lines {
  grader::UniqueFd control;        ///< our end
  grader::UniqueFd output;         ///< our end, non-blocking
  grader::UniqueFd their_control;  ///< to be closed once the launcher has it
  grader::UniqueFd their_output;

  /// Errors: throws std::system_error when there are too many descriptors.
  static Lines make();
};

/// The process that started a launcher, and so the only one that can wait for it: this one, or another that is asked to.
class Parent {
 public:
  Parent() = default;
  Parent(const Parent&) = delete;
  Parent& operator=(const Parent&) = delete;
  virtual ~Parent() = default;

  /// Kills the launcher. Nothing happens when it has been reaped.
  virtual void kill(pid_t launcher) noexcept = 0;

  /// Waits for the launcher's end. Returns its wait status, 0 when it cannot be told.
  virtual int reap(pid_t launcher) noexcept = 0;
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
  friend class Starter;
  friend Process launch(const Launch& launch);
  Process(pid_t launcher, Lines lines, std::shared_ptr<Parent> parent);

  void take_message();
  void finish_without_word();
  std::string startup_problem();

  std::shared_ptr<Parent> parent_;
  pid_t pid_;  // of the launcher, or of what becomes or starts it
  int control_;
  int output_fd_;
  int launcher_end_ = -1;  // pidfd of the launcher itself
  bool hello_ = false;
  bool reaped_ = false;
  bool told_to_end_ = false;
  std::vector<int> sockets_;
  std::optional<Exit> exit_;
};

}  // namespace sandbox
