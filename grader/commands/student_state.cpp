#include "grader/commands/student_state.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

#include "grader/report/write.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kSchema = "hangtime/state/1";

StudentState state_from(const json& value) {
  if (value.at("schema") != kSchema) throw json::other_error::create(501, "another schema", nullptr);
  StudentState state;
  for (const auto& [exercise, rows] : value.at("hints").items()) {
    for (const auto& [row, count] : rows.items()) state.hints[exercise][row] = count.get<int>();
  }
  return state;
}

}  // namespace

fs::path state_file(const fs::path& exercises) { return exercises / ".hangtime.json"; }

StudentState load_state(const fs::path& exercises, std::string& notice) {
  const fs::path file = state_file(exercises);
  std::ifstream in(file, std::ios::binary);
  if (!in) return {};
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  try {
    return state_from(json::parse(text));
  } catch (const json::exception&) {
    const fs::path aside = file.string() + ".damaged";
    std::error_code error;
    fs::rename(file, aside, error);
    notice = file.string() + " cannot be understood" +
             (error ? "; it is not used" : "; it was set aside as " + aside.filename().string()) +
             ", and what it remembered is forgotten";
    return {};
  }
}

void save_state(const fs::path& exercises, const StudentState& state) {
  write_whole(state_file(exercises), json{{"schema", kSchema}, {"hints", state.hints}}.dump(2) + "\n");
}

}  // namespace grader
