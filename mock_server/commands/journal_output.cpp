#include "mock_server/commands/journal_output.hpp"

#include <cerrno>
#include <iostream>
#include <stdexcept>
#include <system_error>

#include "mock_server/commands/command_line.hpp"

namespace mock_server::commands {

JournalOutput::JournalOutput(const std::string& where) {
  if (where.empty()) return;
  if (where == "-") {
    out_ = &std::cout;
    return;
  }
  errno = 0;
  file_.open(where);
  if (!file_) {
    throw std::runtime_error("cannot write the journal " + where + ": " + std::generic_category().message(errno));
  }
  out_ = &file_;
}

void JournalOutput::write(const Exchange& exchange, Change change) {
  if (out_ == nullptr) return;
  out_->clear();
  *out_ << to_json_line(exchange, change) << std::flush;
  if (*out_ || complained_) return;
  complained_ = true;
  fail(0, "the journal cannot be written any more; the server goes on without");
}

}  // namespace mock_server::commands
