#include "grader/course/load.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "grader/course/manifest.hpp"
#include "grader/course/stubs.hpp"
#include "grader/course/wording.hpp"
#include "grader/digest/digest.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& root, const std::string& name) {
  errno = 0;
  std::ifstream file(root / name, std::ios::binary);
  std::string text;
  if (file) text.assign(std::istreambuf_iterator<char>(file), {});
  if (!file || file.bad()) {
    throw CourseError(
        {{.file = name, .message = wording::unreadable(std::generic_category().message(errno == 0 ? EIO : errno))}});
  }
  return text;
}

/// Runs a reader over one file; a syntax error joins the other findings.
template <class Reader>
std::vector<Problem> collect(const std::string& name, const std::string& text, Reader read) {
  Findings findings(name, text);
  try {
    read(findings);
  } catch (const JsonSyntaxError& error) {
    findings.add(error.offset, error.what());
  }
  return findings.take();
}

/// The stubs that the course keeps, read when the first one is asked for: hardly ever. A course without them, or with
/// damaged ones, is as good as any other.
class KeptStubs {
 public:
  explicit KeptStubs(fs::path exercises) : exercises_(std::move(exercises)) {}

  bool has(const std::string& exercise, const std::string& file) {
    if (!stubs_) stubs_ = read();
    const auto found = stubs_->find(exercise);
    return found != stubs_->end() && found->second.contains(file);
  }

 private:
  Stubs read() const {
    try {
      return load_stubs(exercises_);
    } catch (const CourseError&) {
      return {};
    }
  }

  fs::path exercises_;
  std::optional<Stubs> stubs_;
};

}  // namespace

Course load_course(const fs::path& root) {
  const std::string manifest = "exercises/course.json";
  std::map<std::string, std::string> files{{manifest, read_file(root, manifest)}};
  Course course;
  std::vector<Problem> problems = collect(manifest, files[manifest], [&](Findings& findings) {
    course = read_course(files[manifest], fs::absolute(root).lexically_normal(), findings);
  });
  if (!problems.empty()) throw CourseError(std::move(problems));

  KeptStubs stubs(root / "exercises");
  for (Exercise& exercise : course.exercises) {
    const auto is_kept = [&](const std::string& file) { return stubs.has(exercise.id, file); };
    const std::string name = "exercises/" + exercise.id + "/exercise.json";
    const std::string& text = files[name] = read_file(root, name);
    std::vector<Problem> found =
        collect(name, text, [&](Findings& findings) { read_exercise(exercise, course, text, is_kept, findings); });
    problems.insert(problems.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  if (!problems.empty()) throw CourseError(std::move(problems));
  course.digest = sha256_of_files(files);
  return course;
}

}  // namespace grader
