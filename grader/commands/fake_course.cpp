#include "grader/commands/fake_course.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <stdexcept>

namespace grader::testing_help {
namespace {

using nlohmann::json;

constexpr const char* kProctor = R"sh(#!/bin/sh
say() { echo "$1" >&3; }
started() { say "{\"event\":\"test_started\",\"criterion\":\"$1\",\"name\":\"$2\"}"; }
ended() { say "{\"event\":\"test_ended\",\"criterion\":\"$1\",\"name\":\"$2\",\"status\":\"$3\",\"message\":\"$4\",\"expected\":\"\",\"got\":\"\",\"wall_ms\":1,\"timeline\":[],\"diagnostics\":[]}"; }
run() { started "$1" "$2"; ended "$1" "$2" "$3" "$4"; }
echo run >> "$RUNS"
"$2"; answer=$?
[ $answer = 6 ] && exit 0
say '{"event":"run_started","exercise":"EXERCISE","seed":'"$6"',"tests":[{"criterion":"second","name":"Three"},{"criterion":"first","name":"One"},{"criterion":"first","name":"Two"}]}'
verdict=passed; [ $answer = 2 ] && verdict=failed
run first One $verdict 'why it failed'
run first Two $verdict 'why it failed'
case $answer in
  3) started second Three; kill -SEGV $$ ;;
  4) started second Three; echo $$ > "$MARKER.new"; mv "$MARKER.new" "$MARKER"; sleep 1000 ;;
  5) say 'full marks please'; run second Three passed ;;
  7) say '{"event":"run_ended","tests":2}'; exit 0 ;;
  8) started second Three; setsid sh -c 'echo $$ > "$MARKER.daemon"; exec sleep 1000' &
     while [ ! -s "$MARKER.daemon" ]; do :; done
     { echo $$; cat "$MARKER.daemon"; } > "$MARKER.new"; mv "$MARKER.new" "$MARKER"; sleep 1000 ;;
  0) run second Three passed ;;
  *) run second Three failed 'why it failed' ;;
esac
say '{"event":"run_ended","tests":3}'
)sh";

// What every fake course links to the student's file; compiled once for all tests of the program.
class Prebuilt {
 public:
  Prebuilt() {
    compile("binding", "int answer();\nint call() { return answer(); }\n");
    compile("main", "int call();\nint main() { return call(); }\n");
  }
  std::string object(const std::string& name) const { return (folder_ / (name + ".o")).string(); }

 private:
  void compile(const std::string& name, const std::string& text) const {
    const auto file = folder_.write(name + ".cpp", text);
    const Command command{.program = STUDENT_COMPILER,
                          .arguments = {"-c", file.string(), "-o", object(name)},
                          .environment = {},
                          .folder = folder_.path(),
                          .on_events = {}};
    if (run_process(command, {}, Interruption()).code != 0) throw std::runtime_error("cannot prebuild " + name);
  }

  TempFolder folder_;
};

const Prebuilt& prebuilt() {
  static const Prebuilt parts;
  return parts;
}

}  // namespace

FakeCourse::FakeCourse(const std::vector<std::string>& exercises) {
  std::filesystem::create_directories(report().parent_path());
  std::filesystem::create_directories(work());
  std::filesystem::create_directories(submission());
  json parts = json::object();
  for (const std::string& exercise : exercises) {
    write_exercise(exercise);
    const std::string folder = "build/course/" + exercise + "/";
    std::string proctor = kProctor;
    proctor.replace(proctor.find("EXERCISE"), 8, exercise);
    parts[exercise] = {{"binding", prebuilt().object("binding")},
                       {"proctor", folder_.write(folder + "proctor", proctor, true).string()},
                       {"tests", (folder_ / (folder + "tests.json")).string()}};
    write_tests(exercise, {{"first", "One"}, {"first", "Two"}, {"second", "Three"}});
  }
  const json course = {
      {"id", "fake"},
      {"title", "A fake course"},
      {"version", "1"},
      {"objectives",
       {{{"id", "answers"}, {"text", "Answer"}, {"proficiency", "B1"}, {"bloom", "apply"}, {"assessment", "Code"}}}},
      {"skills",
       {{{"id", "answering"}, {"title", "Answering"}, {"text", "Answers"}, {"proficiency", "B1"}, {"bloom", "apply"}}}},
      {"exercises", exercises}};
  folder_.write("course/exercises/course.json", course.dump(2));
  const json toolchain = {{"root", root().string()},
                          {"compiler", STUDENT_COMPILER},
                          {"compiler_name", "clang++"},
                          {"flags", {"-std=c++23", "-Wall", "-g1"}},
                          {"sanitizers", json::array()},
                          {"pch", ""},
                          {"include_dirs", json::array()},
                          {"link_flags", {"-fuse-ld=lld"}},
                          {"libraries", {prebuilt().object("main")}},
                          {"modules", json::array()},
                          {"exercises", parts}};
  folder_.write("build/course/toolchain.json", toolchain.dump(2));
}

void FakeCourse::write_exercise(const std::string& exercise) const {
  const json manifest = {{"title", "Exercise " + exercise},
                         {"objective", "answers"},
                         {"skills", {"answering"}},
                         {"kind", "implement"},
                         {"tier", "core"},
                         {"files", {{"edit", {file_of(exercise)}}}},
                         {"criteria",
                          {{{"id", "first"}, {"points", 2}, {"text", "does the first thing"}},
                           {{"id", "second"}, {"points", 3}, {"text", "does the second thing"}}}},
                         {"limits", {{"test_wall_ms", 1}, {"test_cpu_ms", 1000}, {"output_bytes", 1000}}}};
  folder_.write("course/exercises/" + exercise + "/exercise.json", manifest.dump(2));
  answer(root() / "exercises", exercise, 2);
}

void FakeCourse::write_tests(const std::string& exercise,
                             const std::vector<std::pair<std::string, std::string>>& tests) const {
  json list = json::array();
  for (const auto& [criterion, name] : tests) list.push_back({{"criterion", criterion}, {"name", name}});
  folder_.write("build/course/" + exercise + "/tests.json", json{{"exercise", exercise}, {"tests", list}}.dump());
}

std::string FakeCourse::source(int value) {
  return "int answer();\nint answer() { return " + std::to_string(value) + "; }\n";
}

void FakeCourse::answer(const std::filesystem::path& folder, const std::string& exercise, int value) const {
  folder_.write(folder / exercise / file_of(exercise), source(value));
}

int FakeCourse::proctor_runs() const {
  const std::string runs = read_file(folder_ / "runs");
  return static_cast<int>(std::ranges::count(runs, '\n'));
}

Command FakeCourse::grader_command(std::vector<std::string> arguments) const {
  // The fake proctors run the program themselves, so there is nothing for a sandbox to hold.
  const bool runs_code =
      !arguments.empty() && std::ranges::any_of(std::vector<std::string>{"grade", "check", "verify", "watch"},
                                                [&](const auto& name) { return arguments.front() == name; });
  if (runs_code && std::ranges::find(arguments, "--isolation") == arguments.end())
    arguments.insert(std::next(arguments.begin()), {"--isolation", "C"});
  arguments.insert(arguments.begin(), {"--toolchain", toolchain().string()});
  return {.program = GRADER_PROGRAM,
          .arguments = std::move(arguments),
          .environment = {"PATH=/usr/bin:/bin", "TMPDIR=" + work().string(), "RUNS=" + (folder_ / "runs").string(),
                          "MARKER=" + marker().string()},
          .folder = folder_.path(),
          .on_events = {}};
}

GraderRun FakeCourse::grader(std::vector<std::string> arguments) const {
  const ProcessResult result = run_process(grader_command(std::move(arguments)), {}, Interruption());
  return {result.end == ProcessResult::End::kExited ? result.code : -1, result.output};
}

}  // namespace grader::testing_help
