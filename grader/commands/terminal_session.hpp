#pragma once

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "grader/build/process.hpp"

namespace grader::testing_help {

/// A program on a terminal of its own, as a person would use it.
class TerminalSession {
 public:
  explicit TerminalSession(const Command& command) {
    struct winsize size{.ws_row = 50, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
    process_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
    if (process_ < 0) throw std::runtime_error("cannot make a terminal");
    if (process_ == 0) exec(command);
  }
  TerminalSession(const TerminalSession&) = delete;
  TerminalSession& operator=(const TerminalSession&) = delete;
  ~TerminalSession() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
    }
    ::close(terminal_);
  }

  /// Reads until `text` has come, and forgets what came before its end. False: it did not come within two minutes, or the
  /// program has ended; `seen()` is what came instead.
  bool wait_for(std::string_view text) {
    for (;;) {
      if (const std::size_t at = unread_.find(text); at != std::string::npos) {
        unread_.erase(0, at + text.size());
        return true;
      }
      if (!read_more()) return false;
    }
  }
  void press(std::string_view keys) { [[maybe_unused]] const auto sent = ::write(terminal_, keys.data(), keys.size()); }
  void signal(int number) const { ::kill(process_, number); }
  /// Its exit status, once it has ended; -1 when it dies of a signal.
  int wait_for_end() {
    while (read_more()) {
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  /// Everything that came so far.
  const std::string& seen() const { return seen_; }
  /// What came since the last `wait_for`.
  const std::string& unread() const { return unread_; }
  /// The terminal's own descriptor, for its settings.
  int fd() const { return terminal_; }

 private:
  [[noreturn]] static void exec(const Command& command) {
    std::vector<std::string> arguments{command.program.string()};
    arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
    std::vector<std::string> environment = command.environment;
    environment.emplace_back("TERM=xterm");
    const auto pointers = [](std::vector<std::string>& texts) {
      std::vector<char*> list;
      for (std::string& text : texts) list.push_back(text.data());
      list.push_back(nullptr);
      return list;
    };
    if (::chdir(command.folder.c_str()) != 0) ::_exit(126);
    ::execve(command.program.c_str(), pointers(arguments).data(), pointers(environment).data());
    ::_exit(127);
  }

  bool read_more() {
    struct pollfd wait{terminal_, POLLIN, 0};
    if (::poll(&wait, 1, 120'000) <= 0) return false;
    char buffer[4096];
    const ssize_t got = ::read(terminal_, buffer, sizeof buffer);
    if (got <= 0) return false;
    seen_.append(buffer, static_cast<std::size_t>(got));
    unread_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  int terminal_ = -1;
  pid_t process_ = -1;
  std::string seen_;
  std::string unread_;
};

}  // namespace grader::testing_help
