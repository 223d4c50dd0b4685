#include "grader/kit/kit_toolchain.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// Where a kit's exercises/ are, seen from tools/course.
constexpr const char* kRoot = "{here}/../..";
constexpr const char* kInclude = "include";

class Collected {
 public:
  // The file gets this name; what to write in its place.
  std::string take(const fs::path& source, const fs::path& name) {
    if (source.empty()) return "";
    const auto [entry, is_new] = sources_.emplace(name, source);
    if (!is_new && entry->second != source)
      throw InfrastructureError("a kit has no place for both " + neutralise(entry->second.string()) + " and " +
                                neutralise(source.string()));
    return "{here}/" + name.string();
  }
  std::vector<BuiltFile> files() const {
    std::vector<BuiltFile> files;
    for (const auto& [name, source] : sources_) files.push_back({source, name});
    return files;
  }

 private:
  std::map<fs::path, fs::path> sources_;
};

// Options may name the build's folder for libraries, as -rpath does.
std::vector<std::string> without_folder(std::vector<std::string> options, const std::string& folder) {
  for (std::string& option : options) {
    for (std::size_t at = 0; (at = option.find(folder, at)) != std::string::npos; at += 1)
      option.replace(at, folder.size(), "{here}");
  }
  return options;
}

std::string pch_in_kit(const fs::path& pch) { return pch.empty() ? "" : "{here}/../cache/" + pch.filename().string(); }

Json include_dirs(const KitPlan& plan) {
  Json folders = Json::array();
  for (const fs::path& folder : plan.toolchain.include_dirs) {
    const fs::path inside = folder.lexically_relative(plan.toolchain.root);
    if (inside.empty() || *inside.begin() == "..") {
      folders.push_back(folder.string());  // the system's
    } else {
      folders.push_back(std::string(kRoot) + "/" + inside.string());
    }
  }
  if (!plan.toolchain.pch_headers.empty()) folders.push_back(std::string("{here}/") + kInclude);
  return folders;
}

}  // namespace

KitToolchain toolchain_for_kit(const KitPlan& plan) {
  const Toolchain& built = plan.toolchain;
  Collected collected;
  Json libraries = Json::array();
  for (const std::string& library : built.libraries)
    libraries.push_back(library.starts_with('/') ? collected.take(library, fs::path(library).filename()) : library);
  Json modules = Json::array();
  for (const fs::path& module : built.modules) modules.push_back(collected.take(module, module.filename()));
  Json headers = Json::array();
  for (const fs::path& header : built.pch_headers)
    headers.push_back(collected.take(header, kInclude / header.lexically_relative(built.root)));
  Json exercises = Json::object();
  for (const Exercise* exercise : plan.exercises) {
    const ToolchainExercise& parts = parts_of(built, exercise->id);
    const fs::path folder = exercise->id;
    exercises[exercise->id] = {{"binding", collected.take(parts.binding, folder / "binding.o")},
                               {"proctor", collected.take(parts.proctor, folder / parts.proctor.filename())},
                               {"tests", collected.take(parts.tests, folder / "tests.json")},
                               {"pch", pch_in_kit(parts.pch)}};
  }
  const Json all = {{"root", kRoot},
                    {"compiler", built.compiler.string()},
                    {"compiler_name", built.compiler_name},
                    {"flags", built.flags},
                    {"sanitizers", built.sanitizers},
                    {"pch", pch_in_kit(built.pch)},
                    {"pch_source", headers.empty() ? Json("") : headers.front()},
                    {"pch_headers", headers},
                    {"include_dirs", include_dirs(plan)},
                    {"link_flags", without_folder(built.link_flags, built.file.parent_path().string())},
                    {"libraries", libraries},
                    {"modules", modules},
                    {"exercises", exercises}};
  return {all.dump(2) + "\n", collected.files()};
}

}  // namespace grader
