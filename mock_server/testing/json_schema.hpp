#pragma once

#include <string>
#include <vector>

#include "mock_server/message.hpp"

namespace mock_server::testing_help {

/// Checks a document against a JSON Schema (draft 7).
///
/// Returns:  what is wrong with it, one message each; empty if nothing is.
/// Errors:   std::invalid_argument for a schema that is none.
std::vector<std::string> schema_problems(const Json& schema, const Json& document);

/// Reads a JSON file of the source tree, given from its root: "mock_server/journal.schema.json".
Json source_json(const std::string& path);

}  // namespace mock_server::testing_help
