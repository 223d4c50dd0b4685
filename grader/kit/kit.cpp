#include "grader/kit/kit.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <thread>

#include "grader/build/errors.hpp"
#include "grader/build/grading.hpp"
#include "grader/build/text.hpp"
#include "grader/digest/digest.hpp"
#include "grader/kit/course_files.hpp"
#include "grader/kit/kit_folder.hpp"
#include "grader/kit/kit_toolchain.hpp"
#include "grader/kit/own_files.hpp"
#include "grader/kit/program_file.hpp"
#include "grader/kit/read_whole.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

unsigned cores() { return std::max(1U, std::thread::hardware_concurrency()); }

bool is_executable(const fs::path& file) {
  struct stat info{};
  return ::stat(file.c_str(), &info) == 0 && (info.st_mode & S_IXUSR) != 0;
}

bool lies_in(const fs::path& path, const fs::path& folder) {
  const fs::path relative = fs::absolute(path).lexically_normal().lexically_relative(folder.lexically_normal());
  return !relative.empty() && *relative.begin() != "..";
}

std::vector<fs::path> all_public_files(const KitPlan& plan) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(plan.root / "exercises")) {
    if (entry.is_regular_file() && !entry.path().filename().string().starts_with('.')) files.push_back(entry.path());
  }
  std::ranges::copy(plan.toolchain.pch_headers, std::back_inserter(files));
  std::ranges::sort(files);
  return files;
}

// The exercises as students get them; gives the course's digest, which is the whole course's when all are there.
std::string add_exercises(KitFolder& folder, const KitPlan& plan) {
  std::map<std::string, std::string> manifests;  // as load_course hashes them
  for (const fs::path& name : files_for_students(plan.root, plan.exercises)) {
    std::string content = read_whole(plan.root / name);
    const bool is_course = name == "exercises/course.json";
    if (is_course) content = course_manifest(content, plan.course, plan.exercises);
    folder.add(name, content);
    if (is_course || name.filename() == "exercise.json") manifests[name.string()] = std::move(content);
  }
  return sha256_of_files(manifests);
}

struct Copy {
  fs::path source;
  fs::path name;
};

void add_programs(KitFolder& folder, const KitPlan& plan, const Interruption& interruption) {
  const KitToolchain toolchain = toolchain_for_kit(plan);
  folder.add("tools/course/toolchain.json", toolchain.text);
  std::vector<Copy> copies;
  for (const char* program : {"grader", "hangtime_launcher", "hangtime_canary", "mock_server"})
    copies.push_back({plan.programs / program, fs::path("tools/bin") / program});
  for (const BuiltFile& file : toolchain.files) copies.push_back({file.source, "tools/course" / file.name});
  for_each_in_parallel(copies.size(), cores(), [&](std::size_t i) {
    const Copy& copy = copies[i];
    const fs::path scratch = folder.path() / (".scratch" + std::to_string(i));
    folder.add(copy.name, bare_program(copy.source, scratch, plan.toolchain.root, interruption),
               is_executable(copy.source));
  });
}

std::vector<fs::path> answers_of(const fs::path& solution, const fs::path& edited) {
  std::vector<fs::path> answers;
  std::error_code ignored;
  if (fs::is_regular_file(solution / edited, ignored)) answers.push_back(solution / edited);
  for (const fs::directory_entry& entry : fs::directory_iterator(solution / "right", ignored)) {
    if (entry.is_regular_file() && entry.path().extension() == edited.extension()) answers.push_back(entry.path());
  }
  std::ranges::sort(answers);
  return answers;
}

// Files to edit that somebody has solved in the course's own folder: what they hold counts as public, so it is no leak.
std::vector<Leak> find_answers(const KitPlan& plan, std::vector<fs::path> public_files) {
  std::set<fs::path> edited;
  for (const Exercise& exercise : plan.course.exercises) {
    for (const std::string& file : exercise.edit) edited.insert((exercise.folder / file).lexically_normal());
  }
  std::erase_if(public_files, [&](const fs::path& file) { return edited.contains(file.lexically_normal()); });
  std::vector<Leak> leaks;
  for (const Exercise* exercise : plan.exercises) {
    for (const std::string& file : exercise->edit) {
      const std::string name = "exercises/" + exercise->id + "/" + file;
      std::ranges::move(find_answer(name, read_whole(exercise->folder / file),
                                    answers_of(plan.root / "solutions" / exercise->id, file), plan.root, public_files),
                        std::back_inserter(leaks));
    }
  }
  return leaks;
}

void search(Kit& kit, const KitFolder& folder, const KitPlan& plan, const Interruption& interruption) {
  const std::vector<fs::path> public_files = all_public_files(plan);
  const WithheldText withheld(plan.root / "solutions", public_files);
  kit.lines = withheld.lines();
  kit.names = withheld.names();
  const std::vector<std::string> names = folder.names();
  std::vector<std::vector<Leak>> found(names.size());
  for_each_in_parallel(names.size(), cores(), [&](std::size_t i) {
    interruption.throw_if_requested();
    found[i] = withheld.find_in(names[i], read_whole(folder.path() / names[i]));
  });
  kit.leaks = find_answers(plan, public_files);
  for (std::vector<Leak>& leaks : found) std::ranges::move(leaks, std::back_inserter(kit.leaks));
}

}  // namespace

Kit make_kit(const KitPlan& plan, const fs::path& out, const Interruption& interruption) {
  std::error_code ignored;
  if (!fs::is_directory(plan.root / "solutions", ignored)) {
    throw UsageError("there is no " + neutralise((plan.root / "solutions").string()) +
                     ", so nobody can tell what to withhold; make kits where the whole course is");
  }
  for (const char* part : {"exercises", "solutions"}) {
    if (lies_in(out, plan.root / part))
      throw UsageError("a kit cannot lie in the course's own " + std::string(part) + "/; name another folder");
  }
  KitFolder folder(out);
  const std::string course_digest = add_exercises(folder, plan);
  add_own_files(folder, plan, course_digest);
  add_programs(folder, plan, interruption);
  const std::string manifest = folder.manifest();
  folder.add("MANIFEST", manifest);
  Kit kit{.files = folder.files(), .bytes = folder.bytes(), .digest = sha256(manifest), .leaks = {}};
  search(kit, folder, plan, interruption);
  interruption.throw_if_requested();
  if (kit.leaks.empty()) folder.publish();
  return kit;
}

}  // namespace grader
