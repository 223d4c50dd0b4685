// The reader of expectations: any text is read or refused with a place, and what was read can be checked and explained.
#include "mock_server/expectation/read.hpp"
#include "mock_server/fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mock_server;
  const auto read = parse_expectations(fuzz::as_text(data, size), "fuzz.json");
  if (!read) {
    fuzz::require(!read.error().empty(), "a refusal says what is wrong");
    json::render_all(read.error());
    return 0;
  }
  for (const auto& placed : *read) explain(check(placed.expectation, {}));
  return 0;
}
