// The reader of journals: any text is read or refused, and what was read and written is read again as the same.
#include <sstream>
#include <string>

#include "mock_server/fuzz/target.hpp"
#include "mock_server/journal_json.hpp"

namespace {

std::string written(const mock_server::Journal::Exchanges& exchanges) {
  std::string lines;
  for (const auto& exchange : exchanges) {
    lines += to_json(exchange).dump(-1, ' ', false, mock_server::Json::error_handler_t::replace) + "\n";
  }
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mock_server;
  std::istringstream in{std::string(fuzz::as_text(data, size))};
  const auto journal = read_journal(in);
  if (!journal) return 0;
  const auto once = written(journal->exchanges);
  std::istringstream back(once);
  const auto again = read_journal(back);
  fuzz::require(again.has_value(), "what is written can be read");
  fuzz::require(written(again->exchanges) == once, "a journal is the same after reading and writing");
  return 0;
}
