#include "grader/commands/session.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <random>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/course/check_tests.hpp"
#include "grader/course/load.hpp"
#include "grader/course/problem.hpp"
#include "mock_server/text/suggest.hpp"

namespace grader {
namespace {

using mock_server::text::did_you_mean;

const Exercise& find_exercise(const Course& course, const std::string& name) {
  if (const Exercise* found = course.find(name)) return *found;
  std::vector<std::string> ids;
  ids.reserve(course.exercises.size());
  for (const Exercise& exercise : course.exercises) ids.push_back(exercise.id);
  throw UsageError("the course has no exercise \"" + neutralise(name) + "\"" + did_you_mean(name, ids) +
                   "; 'grader list' names them all");
}

std::vector<const Exercise*> select(const Course& course, const std::vector<std::string>& names) {
  std::vector<const Exercise*> wanted;
  wanted.reserve(names.size());
  for (const std::string& name : names) wanted.push_back(&find_exercise(course, name));
  std::vector<const Exercise*> selected;
  for (const Exercise& exercise : course.exercises) {
    if (names.empty() || std::ranges::find(wanted, &exercise) != wanted.end()) selected.push_back(&exercise);
  }
  return selected;
}

std::uint64_t draw_seed() { return std::random_device()() & 0x7FFF'FFFFU; }

}  // namespace

GradingOptions Session::grading_options(const GlobalOptions& options, const sandbox::Confinement& confinement) const {
  GradingOptions grading;
  grading.confinement = confinement;
  grading.seed = seed;
  grading.jobs = options.jobs;
  grading.patience = options.patience;
  grading.announce = [](const std::string& text) {
    // Over the line that tells how far the work is.
    std::cerr << (::isatty(STDERR_FILENO) == 1 ? "\r\x1b[K" : "") << "grader: " + neutralise(text) + '\n' << std::flush;
  };
  return grading;
}

Session open_session(const GlobalOptions& options) {
  Session session;
  session.toolchain = load_toolchain(options.toolchain.value_or(default_toolchain_file()));
  session.root = std::filesystem::absolute(options.course.value_or(session.toolchain.root));
  session.course = load_course(session.root);
  session.selected = select(session.course, options.exercises);
  session.seed = options.seed.value_or(draw_seed());
  return session;
}

void require_gradable(const Session& session) {
  std::map<std::string, std::vector<TestName>> tests;
  for (const Exercise* exercise : session.selected)
    tests[exercise->id] = load_test_list(parts_of(session.toolchain, exercise->id));
  Course part = session.course;  // what is not asked for need not be built
  std::erase_if(part.exercises, [&](const Exercise& exercise) { return !tests.contains(exercise.id); });
  auto problems = check_tests(part, tests);
  if (!problems.empty()) throw CourseError(std::move(problems));
}

}  // namespace grader
