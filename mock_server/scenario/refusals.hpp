#pragma once

#include <string>
#include <vector>

namespace mock_server {

/// A scenario that must be refused, and where and how.
struct Refusal {
  std::string text;
  std::vector<std::string> problems;  ///< "line:column: message", all of them
  bool by_schema = true;              ///< whether a JSON Schema can tell as well
};

/// Every way to get a scenario wrong.
const std::vector<Refusal>& refusals();

}  // namespace mock_server
