#pragma once

#include <fstream>
#include <ostream>
#include <string>

#include "mock_server/journal_json.hpp"

namespace mock_server::commands {

/// Where the journal goes while the server serves: a file, standard output or nowhere.
///
/// Errors:   std::runtime_error when the file cannot be written. What cannot be written later is lost; the first time,
///           standard error says so.
class JournalOutput {
 public:
  /// `where`: a path, "-" or "".
  explicit JournalOutput(const std::string& where);

  bool wanted() const { return out_ != nullptr; }
  bool is_standard_output() const { return wanted() && !file_.is_open(); }
  void write(const Exchange& exchange, Change change);

 private:
  std::ofstream file_;
  std::ostream* out_ = nullptr;
  bool complained_ = false;
};

}  // namespace mock_server::commands
