#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace grader {

/// Checks a document against a JSON Schema (draft 7).
///
/// Returns: one line per violation, "/criteria/0/points: …", none when the document conforms.
/// Errors:  throws std::invalid_argument when the schema itself is broken.
std::vector<std::string> validate(const nlohmann::json& schema, const nlohmann::json& document);

}  // namespace grader
