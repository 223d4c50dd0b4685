#include "grader/kit/course_files.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool has_extension(const fs::path& path, const std::set<std::string>& extensions) {
  return extensions.contains(path.extension().string());
}

// Adds what lies in `folder`, and below it when `deep`.
void add(std::vector<fs::path>& files, const fs::path& root, const fs::path& folder,
         const std::set<std::string>& extensions, bool deep = true) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (is_hidden(entry.path()) || entry.is_symlink()) continue;
    if (entry.is_directory() && deep) {
      add(files, root, entry.path(), extensions);
    } else if (entry.is_regular_file() && has_extension(entry.path(), extensions)) {
      files.push_back(entry.path().lexically_relative(root));
    }
  }
  if (error && error != std::errc::no_such_file_or_directory)
    throw InfrastructureError("cannot read " + neutralise(folder.string()) + ": " + error.message());
}

template <class Keep>
void filter(Json& list, Keep keep) {
  Json rest = Json::array();
  for (Json& item : list) {
    if (keep(item)) rest.push_back(std::move(item));
  }
  list = std::move(rest);
}

}  // namespace

std::vector<fs::path> files_for_students(const fs::path& root, const std::vector<const Exercise*>& exercises) {
  const fs::path folder = root / "exercises";
  std::vector<fs::path> files;
  add(files, root, folder, {".md", ".json"}, false);
  add(files, root, folder / "remedial", {".md"});
  add(files, root, folder / "schema", {".json"});
  add(files, root, folder / "kit", {".hpp", ".h"});
  for (const Exercise* exercise : exercises)
    add(files, root, exercise->folder, {".md", ".json", ".cpp", ".hpp", ".h", ".txt"});
  // Helpers of the kit's own tests.
  std::erase_if(files, [](const fs::path& file) { return file.parent_path().filename() == "testing"; });
  std::ranges::sort(files);
  return files;
}

std::string course_manifest(const std::string& text, const Course& course,
                            const std::vector<const Exercise*>& exercises) {
  if (exercises.size() == course.exercises.size()) return text;
  std::set<std::string> ids;
  std::set<std::string> objectives;
  std::set<std::string> skills;
  for (const Exercise* exercise : exercises) {
    ids.insert(exercise->id);
    objectives.insert(exercise->objective);
    skills.insert(exercise->skills.begin(), exercise->skills.end());
  }
  Json manifest = Json::parse(text);
  const auto in = [](const std::set<std::string>& wanted) {
    return [&wanted](const Json& value) { return wanted.contains(value.get<std::string>()); };
  };
  filter(manifest["exercises"], in(ids));
  filter(manifest["objectives"], [&](const Json& one) { return objectives.contains(one.at("id").get<std::string>()); });
  filter(manifest["skills"], [&](const Json& one) { return skills.contains(one.at("id").get<std::string>()); });
  if (!manifest.contains("paths")) return manifest.dump(2) + "\n";
  for (auto& [kind, paths] : manifest["paths"].items()) {
    filter(paths, [&](const Json& path) { return objectives.contains(path.at("objective").get<std::string>()); });
    for (Json& path : paths) {
      if (path.contains("exercises")) filter(path["exercises"], in(ids));
    }
  }
  return manifest.dump(2) + "\n";
}

}  // namespace grader
