#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "grader/build/process.hpp"
#include "grader/build/test_support.hpp"

namespace grader::testing_help {

/// How one run of the real `grader` program ended.
struct GraderRun {
  int code = -1;
  std::string output;  ///< stdout and stderr
  nlohmann::json json() const { return nlohmann::json::parse(output, nullptr, false); }
};

/// A small course on disk, with a real compiler for the student's file and fake proctors.
///
/// Each exercise has one file, NAME.cpp with `int answer()`, and three tests: first.One, first.Two and second.Three.
/// `second` needs nothing. What `answer()` returns decides what the proctor does:
///   0 all pass, 1 second.Three fails, 2 all fail, 3 dies of a signal in second.Three, 4 hangs in second.Three,
///   5 writes garbage, 6 ends without any event, 7 says nothing of second.Three, 8 hangs with a daemon beside it.
class FakeCourse {
 public:
  explicit FakeCourse(const std::vector<std::string>& exercises = {"00_alpha", "01_beta", "02_gamma"});

  /// Runs `grader ARGUMENTS` with this course and a TMPDIR of its own.
  GraderRun grader(std::vector<std::string> arguments) const;
  /// The same, as a command for those who want to start it themselves.
  Command grader_command(std::vector<std::string> arguments) const;

  /// Puts `answer()` into DIR/NN_name/name.cpp.
  void answer(const std::filesystem::path& folder, const std::string& exercise, int value) const;
  static std::string source(int value);
  static std::string file_of(const std::string& exercise) { return exercise.substr(3) + ".cpp"; }

  std::filesystem::path submission() const { return folder_ / "submission"; }
  std::filesystem::path root() const { return folder_ / "course"; }
  std::filesystem::path report() const { return folder_ / "out" / "report.json"; }
  std::filesystem::path work() const { return folder_ / "tmp"; }
  std::filesystem::path toolchain() const { return folder_ / "build" / "course" / "toolchain.json"; }
  /// Written by a proctor that hangs: its own process id, and its daemon's on a second line.
  std::filesystem::path marker() const { return folder_ / "marker"; }
  /// How often a proctor has run.
  int proctor_runs() const;
  const TempFolder& folder() const { return folder_; }

  void write_tests(const std::string& exercise, const std::vector<std::pair<std::string, std::string>>& tests) const;

 private:
  void write_exercise(const std::string& exercise) const;

  TempFolder folder_;
};

}  // namespace grader::testing_help
