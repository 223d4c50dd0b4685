#include "grader/commands/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace grader {
namespace {

constexpr const char* kClearLine = "\r\x1b[K";

// Empty when it is not set.
std::string_view variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here changes the environment
  return value == nullptr ? "" : value;
}

unsigned columns(int fd) {
  struct winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col < 40) return 80;
  return size.ws_col;
}

}  // namespace

Console standard_console(bool no_color) {
  const bool dumb = variable("TERM") == "dumb";
  // https://no-color.org: present and not empty.
  const bool colour = ::isatty(STDOUT_FILENO) == 1 && !no_color && variable("NO_COLOR").empty() && !dumb;
  return {.out = std::cout,
          .err = std::cerr,
          .colour = colour,
          .progress = ::isatty(STDERR_FILENO) == 1 && !dumb,
          .width = columns(STDOUT_FILENO)};
}

ProgressLine::~ProgressLine() {
  if (console_.progress) console_.err << kClearLine << std::flush;
}

void ProgressLine::begin(std::string_view what) {
  const std::lock_guard lock(mutex_);
  show(what);
}

void ProgressLine::end() {
  const std::lock_guard lock(mutex_);
  ++done_;
  show("");
}

void ProgressLine::show(std::string_view what) {
  if (!console_.progress) return;
  console_.err << kClearLine << done_ << '/' << total_ << ' ' << what << std::flush;
}

}  // namespace grader
