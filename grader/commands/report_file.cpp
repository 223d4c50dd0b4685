#include "grader/commands/report_file.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

constexpr const char* kWhence = "; a report is made by ./hangtime grade --out";

std::string what_it_is(const ReportJson& json) {
  if (!json.is_object()) return "it is no object";
  const auto schema = json.find("schema");
  if (schema == json.end() || !schema->is_string()) return "it has no \"schema\"";
  return "its schema is \"" + schema->get<std::string>() + '"';
}

}  // namespace

ReportJson read_report(const std::filesystem::path& file) {
  const std::string shown = file.string();
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) throw UsageError(neutralise(shown + " is a folder" + kWhence));
  std::ifstream in(file, std::ios::binary);
  if (!in) throw UsageError(neutralise("cannot read " + shown + ": " + errno_text(errno) + kWhence));
  ReportJson json;
  try {
    json = ReportJson::parse(in);
  } catch (const ReportJson::parse_error& error) {
    throw UsageError(neutralise(shown + " is no JSON: " + error.what()));
  }
  if (!json.is_object() || json.value("schema", ReportJson()) != kReportSchema) {
    throw UsageError(
        neutralise(shown + " is no report: " + what_it_is(json) + ", not \"" + kReportSchema + '"' + kWhence));
  }
  return json;
}

}  // namespace grader
