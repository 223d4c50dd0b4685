// The reader of scenarios: any text is read, or refused with a place in a message that can be printed.
#include <string>

#include "mock_server/fuzz/target.hpp"
#include "mock_server/scenario/scenario.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mock_server;
  const auto read = parse_scenario(fuzz::as_text(data, size), "fuzz.json");
  if (read) return 0;
  fuzz::require(!read.error().empty(), "a refusal says what is wrong");
  for (const auto& problem : read.error()) {
    fuzz::require(problem.line > 0 || problem.column == 0, "a column belongs to a line");
    fuzz::require(render(problem).starts_with("fuzz.json"), "a message names the file");
  }
  return 0;
}
