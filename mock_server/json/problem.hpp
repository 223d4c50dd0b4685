#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mock_server::json {

/// One thing that is wrong with a file, and where.
struct Problem {
  std::string file;     ///< as the reader's caller named it: "exercises/course.json"
  unsigned line = 0;    ///< from 1; 0 when the problem is the whole file
  unsigned column = 0;  ///< from 1, in characters, not bytes
  std::string message;
  std::string excerpt = {};  ///< the line as it stands in the file, without its end
  std::string caret = {};    ///< blanks and a caret that stand right under the excerpt when both are printed

  bool operator==(const Problem&) const = default;
};

/// Formats a problem for a terminal: `file:line:column: message`, the line, the caret. Safe to print whatever the file
/// holds.
std::string render(const Problem& problem);

/// Formats several problems, an empty line between them.
std::string render_all(const std::vector<Problem>& problems);

/// Collects the problems of one file; turns byte offsets into lines, columns and carets.
class Findings {
 public:
  static constexpr std::size_t kMost = 1000;

  /// Requires: `text` outlives this object.
  Findings(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}

  /// Of more than kMost problems, the rest is left out, and the last one says so.
  void add(std::size_t offset, std::string message);
  Problem locate(std::size_t offset, std::string message = "") const;

  bool empty() const { return problems_.empty(); }
  std::vector<Problem> take() { return std::move(problems_); }
  std::string_view text() const { return text_; }

 private:
  std::string file_;
  std::string_view text_;
  std::vector<Problem> problems_;
};

}  // namespace mock_server::json
