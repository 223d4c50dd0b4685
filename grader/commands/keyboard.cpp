#include "grader/commands/keyboard.hpp"

#include <poll.h>
#include <unistd.h>

namespace grader {

Keyboard::Keyboard() {
  if (::isatty(STDIN_FILENO) != 1 || ::tcgetattr(STDIN_FILENO, &before_) != 0) return;
  struct termios single = before_;
  single.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  single.c_cc[VMIN] = 1;
  single.c_cc[VTIME] = 0;
  // In the background this would stop the process; then it is the shell's business.
  if (::tcgetpgrp(STDIN_FILENO) != ::getpgrp()) return;
  if (::tcsetattr(STDIN_FILENO, TCSADRAIN, &single) == 0) fd_ = STDIN_FILENO;
}

Keyboard::~Keyboard() {
  if (fd_ >= 0) ::tcsetattr(fd_, TCSADRAIN, &before_);
}

std::optional<char> Keyboard::key() {
  struct pollfd wait{fd_, POLLIN, 0};
  if (fd_ < 0 || ::poll(&wait, 1, 0) <= 0) return std::nullopt;
  char key = 0;
  if (::read(fd_, &key, 1) == 1) return key;
  fd_ = -1;  // hung up
  return std::nullopt;
}

}  // namespace grader
