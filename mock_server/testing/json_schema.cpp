// The only file here that includes valijson, which takes seconds to compile.
#include "mock_server/testing/json_schema.hpp"

#include <fstream>
#include <stdexcept>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace mock_server::testing_help {

using Adapter = valijson::adapters::NlohmannJsonAdapter;

std::vector<std::string> schema_problems(const Json& schema, const Json& document) {
  valijson::Schema compiled;
  try {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(schema), compiled);
  } catch (const std::exception& error) {
    throw std::invalid_argument(std::string("no JSON Schema: ") + error.what());
  }
  valijson::ValidationResults results;
  valijson::Validator().validate(compiled, Adapter(document), &results);
  std::vector<std::string> problems;
  for (const auto& result : results) {
    std::string place;
    for (const auto& part : result.context) place += part;
    problems.push_back(place + ": " + result.description);
  }
  return problems;
}

Json source_json(const std::string& path) {
  std::ifstream file(std::string(HANGTIME_ROOT) + "/" + path);
  if (!file) throw std::invalid_argument("cannot read " + path);
  return Json::parse(file);
}

}  // namespace mock_server::testing_help
