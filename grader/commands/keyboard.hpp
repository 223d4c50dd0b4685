#pragma once

#include <termios.h>

#include <optional>

namespace grader {

/// Single keys from the terminal at standard input, without waiting for a line end and without showing them. Ctrl-C
/// stays a signal. The terminal is as before when this object is gone; where standard input is no terminal there are no
/// keys.
class Keyboard {
 public:
  Keyboard();
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;
  ~Keyboard();

  /// Readable when a key was pressed; -1 where there are none, or the terminal is gone.
  int fd() const { return fd_; }
  /// The next key that waits; nullopt when there is none.
  std::optional<char> key();

 private:
  int fd_ = -1;
  struct termios before_{};
};

}  // namespace grader
