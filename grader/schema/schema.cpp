// The only file that includes valijson, which takes seconds to compile.
#include "grader/schema/schema.hpp"

#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace grader {
namespace {

/// Turns valijson's `<root>[criteria][0]` into a JSON pointer.
std::string pointer(const std::vector<std::string>& context) {
  std::string text;
  for (const std::string& part : context) {
    if (part == "<root>") continue;
    text += '/';
    text += part.starts_with('[') && part.ends_with(']') ? part.substr(1, part.size() - 2) : part;
  }
  return text.empty() ? "/" : text;
}

}  // namespace

std::vector<std::string> validate(const nlohmann::json& schema, const nlohmann::json& document) {
  valijson::Schema compiled;
  try {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema), compiled);
  } catch (const std::exception& error) {
    throw std::invalid_argument(std::string("not a usable JSON Schema: ") + error.what());
  }
  valijson::Validator validator;
  valijson::ValidationResults results;
  validator.validate(compiled, valijson::adapters::NlohmannJsonAdapter(document), &results);
  std::vector<std::string> problems;
  for (const auto& error : results) problems.push_back(pointer(error.context) + ": " + error.description);
  return problems;
}

}  // namespace grader
