#pragma once

#include <cstddef>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

namespace grader {

/// Where a command speaks: results on `out`, progress and errors on `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool colour = false;    ///< of `out`
  bool progress = false;  ///< `err` is a terminal
  unsigned width = 80;    ///< columns of `out`
};

/// The process's own console: colour and progress only on a terminal, and no colour with NO_COLOR or `no_color`.
Console standard_console(bool no_color);

/// One line on a terminal's stderr that says how far the work is; silent elsewhere. Gone when this object is.
///
/// Threads: safe from several threads.
class ProgressLine {
 public:
  ProgressLine(Console& console, std::size_t total) : console_(console), total_(total) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  void begin(std::string_view what);
  void end();

 private:
  void show(std::string_view what);

  Console& console_;
  std::size_t total_;
  std::size_t done_ = 0;
  std::mutex mutex_;
};

}  // namespace grader
