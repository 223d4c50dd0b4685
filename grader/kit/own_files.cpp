#include "grader/kit/own_files.hpp"

#include <sys/utsname.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "grader/kit/read_whole.hpp"
#include "kit_texts.hpp"

namespace grader {
namespace {

using Words = std::map<std::string, std::string>;

// Puts words in the places that {{name}} marks.
std::string filled(std::string_view text, const Words& words) {
  std::string result(text);
  for (const auto& [name, word] : words) {
    const std::string mark = "{{" + name + "}}";
    for (std::size_t at = 0; (at = result.find(mark, at)) != std::string::npos; at += word.size())
      result.replace(at, mark.size(), word);
  }
  return result;
}

std::string machine() {
  utsname names{};
  return ::uname(&names) == 0 ? names.machine : "unknown";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// For clangd: what a student's file is compiled with, as far as an editor minds.
std::string compile_flags(const Toolchain& toolchain) {
  std::string text = "-xc++\n";
  for (const std::string& flag : toolchain.flags) {
    if (flag.starts_with("-std=") || flag.starts_with("-W")) text += flag + "\n";
  }
  return text + "-Iexercises/kit\n";
}

std::string course_version(const KitPlan& plan, const std::string& course_digest) {
  return "course   " + plan.course.id + "\nversion  " + plan.course.version + "\ndigest   " + course_digest +
         "\ngrader   " + plan.version + "\nmachine  " + machine() + "\n";
}

}  // namespace

std::vector<std::string> kit_packages() {
  std::vector<std::string> packages;
  std::istringstream lines{std::string(kit_texts::kPackages)};
  for (std::string line; std::getline(lines, line);) packages.push_back(line);
  return packages;
}

void add_own_files(KitFolder& folder, const KitPlan& plan, const std::string& course_digest) {
  const std::size_t count = plan.exercises.size();
  const Words words{{"title", plan.course.title},
                    {"title_json", nlohmann::json(plan.course.title).dump()},
                    {"count", count == 1 ? "One exercise" : std::to_string(count) + " exercises"},
                    {"first", plan.exercises.front()->id.substr(0, 2)},
                    {"packages", joined(kit_packages())},
                    {"compiler", plan.toolchain.compiler.string()},
                    {"machine", machine()}};
  folder.add("hangtime", filled(kit_texts::kHangtime, words), true);
  folder.add("README.md", filled(kit_texts::kReadme, words));
  folder.add(".devcontainer/devcontainer.json", filled(kit_texts::kDevcontainer, words));
  folder.add("tools/packages.txt", kit_texts::kPackages);
  folder.add("compile_flags.txt", compile_flags(plan.toolchain));
  folder.add("course.version", course_version(plan, course_digest));
  if (std::error_code ignored; std::filesystem::is_regular_file(plan.root / "LICENSE", ignored))
    folder.add("LICENSE", read_whole(plan.root / "LICENSE"));
}

}  // namespace grader
