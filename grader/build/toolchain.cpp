#include "grader/build/toolchain.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kNextStep = "; run ./hangtime build";

[[noreturn]] void broken(const fs::path& file, const std::string& what) {
  throw InfrastructureError(neutralise(file.string() + ": " + what + kNextStep));
}

json read_json(const fs::path& file, const char* what) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw InfrastructureError(
        neutralise("the course is not built: no " + std::string(what) + " at " + file.string() + kNextStep));
  try {
    return json::parse(in);
  } catch (const json::exception& error) {
    broken(file, std::string("not valid JSON: ") + error.what());
  }
}

// Reads one key; a missing key or another type is an error that names it.
template <class T>
T get(const json& object, const fs::path& file, const std::string& where, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) broken(file, "key \"" + where + key + "\" is missing");
  try {
    return found->get<T>();
  } catch (const json::exception&) {
    broken(file, "key \"" + where + key + "\" has the wrong type");
  }
}

// A kit's toolchain.json names what lies around it from there. A text that begins so is a path, and gets a plain one.
void resolve(json& value, const std::string& here) {
  static const std::string kHere = "{here}";
  if (value.is_structured()) {  // any other is its own only item
    for (json& item : value) resolve(item, here);
  }
  if (!value.is_string()) return;
  auto text = value.get<std::string>();
  const bool is_path = text.starts_with(kHere);
  for (std::size_t at = 0; (at = text.find(kHere, at)) != std::string::npos; at += here.size())
    text.replace(at, kHere.size(), here);
  if (is_path) text = fs::path(text).lexically_normal().string();
  if (is_path && text.ends_with('/')) text.pop_back();
  value = text;
}

void require_file(const fs::path& file, const std::string& what) {
  std::error_code ignored;
  if (fs::exists(file, ignored)) return;
  throw InfrastructureError(
      neutralise("the course is not built completely: " + what + " is missing at " + file.string() + kNextStep));
}

}  // namespace

fs::path default_toolchain_file() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (error) throw InfrastructureError("cannot find my own program file: /proc/self/exe: " + error.message());
  return (self.parent_path() / ".." / "course" / "toolchain.json").lexically_normal();
}

Toolchain load_toolchain(const fs::path& file) {
  json all = read_json(file, "toolchain.json");
  if (!all.is_object()) broken(file, "not an object");
  resolve(all, fs::absolute(file).lexically_normal().parent_path().string());
  using Strings = std::vector<std::string>;
  Toolchain toolchain;
  toolchain.file = file;
  toolchain.root = get<std::string>(all, file, "", "root");
  toolchain.compiler = get<std::string>(all, file, "", "compiler");
  toolchain.compiler_name = get<std::string>(all, file, "", "compiler_name");
  toolchain.flags = get<Strings>(all, file, "", "flags");
  toolchain.sanitizers = get<Strings>(all, file, "", "sanitizers");
  toolchain.pch = get<std::string>(all, file, "", "pch");
  for (const std::string& folder : get<Strings>(all, file, "", "include_dirs"))
    toolchain.include_dirs.emplace_back(folder);
  if (all.contains("pch_headers")) {
    for (const std::string& header : get<Strings>(all, file, "", "pch_headers"))
      toolchain.pch_headers.emplace_back(header);
  }
  if (all.contains("pch_source")) toolchain.pch_source = get<std::string>(all, file, "", "pch_source");
  toolchain.link_flags = get<Strings>(all, file, "", "link_flags");
  toolchain.libraries = get<Strings>(all, file, "", "libraries");
  for (const std::string& module : get<Strings>(all, file, "", "modules")) toolchain.modules.emplace_back(module);
  const json exercises = get<json>(all, file, "", "exercises");
  if (!exercises.is_object()) broken(file, "key \"exercises\" has the wrong type");
  for (const auto& [id, parts] : exercises.items()) {
    const std::string where = "exercises." + id + ".";
    if (!parts.is_object()) broken(file, "key \"exercises." + id + "\" has the wrong type");
    const std::string pch =
        parts.contains("pch") ? get<std::string>(parts, file, where, "pch") : toolchain.pch.string();
    toolchain.exercises[id] = {.binding = get<std::string>(parts, file, where, "binding"),
                               .proctor = get<std::string>(parts, file, where, "proctor"),
                               .pch = pch,
                               .tests = get<std::string>(parts, file, where, "tests")};
  }
  return toolchain;
}

const ToolchainExercise& parts_of(const Toolchain& toolchain, const std::string& exercise) {
  const auto found = toolchain.exercises.find(exercise);
  if (found == toolchain.exercises.end()) {
    throw InfrastructureError(neutralise("exercise " + exercise + " is not built: " + toolchain.file.string() +
                                         " does not name it" + kNextStep));
  }
  require_file(toolchain.compiler, "the compiler");
  const bool pch_comes_later = !toolchain.pch_source.empty();
  if (!found->second.pch.empty() && !pch_comes_later) require_file(found->second.pch, "the precompiled header");
  if (!found->second.binding.empty()) require_file(found->second.binding, "the binding of " + exercise);
  require_file(found->second.proctor, "the test program of " + exercise);
  require_file(found->second.tests, "the test list of " + exercise);
  for (const std::string& library : toolchain.libraries) {
    if (library.starts_with('/')) require_file(library, "a library");
  }
  for (const fs::path& module : toolchain.modules) require_file(module, "a module");
  return found->second;
}

bool has_pch(const Toolchain& toolchain, const ToolchainExercise& parts) {
  std::error_code ignored;
  return !parts.pch.empty() && (toolchain.pch_source.empty() || fs::exists(parts.pch, ignored));
}

std::vector<TestName> load_test_list(const ToolchainExercise& parts) {
  const json all = read_json(parts.tests, "test list");
  std::vector<TestName> tests;
  for (const json& test : get<std::vector<json>>(all, parts.tests, "", "tests")) {
    tests.push_back({get<std::string>(test, parts.tests, "tests.", "criterion"),
                     get<std::string>(test, parts.tests, "tests.", "name")});
  }
  return tests;
}

bool has_tryout(const ToolchainExercise& parts) {
  const json all = read_json(parts.tests, "test list");
  const auto found = all.find("tryout");
  return found != all.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace grader
