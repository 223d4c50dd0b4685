// From an edited file to its verdict: `grader grade` of one exercise beside the bare compile and link of the same file, in turn.
//
//   verdict_bench GRADER TOOLCHAIN_JSON SOLUTION_FILE EXERCISE [RUNS]
//
// Prints the medians of both, of what is left for the tests, and the ratio. The machine's speed drifts: only figures of one run compare.

#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "grader/build/toolchain.hpp"

namespace {

namespace fs = std::filesystem;

std::string quoted(const std::string& word) { return "'" + word + "'"; }

double seconds_of(const std::string& command) {
  const auto start = std::chrono::steady_clock::now();
  const int status = std::system(command.c_str());  // NOLINT(concurrency-mt-unsafe)
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::cerr << "failed: " << command << '\n';
    std::exit(1);  // NOLINT(concurrency-mt-unsafe)
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

std::string compile_and_link(const grader::Toolchain& toolchain, const std::string& exercise, const fs::path& source) {
  const grader::ToolchainExercise& parts = toolchain.exercises.at(exercise);
  const std::string object = (source.parent_path() / "bare.o").string();
  std::string compile = quoted(toolchain.compiler);
  std::string link = compile;
  for (const std::string& flag : toolchain.flags) compile += " " + quoted(flag);
  compile += " -I" + quoted((toolchain.root / "exercises" / exercise).string());
  for (const fs::path& folder : toolchain.include_dirs) compile += " -I" + quoted(folder.string());
  compile += " -include-pch " + quoted(parts.pch.string()) + " -c " + quoted(source.string()) + " -o " + quoted(object);
  for (const std::string& flag : toolchain.link_flags) link += " " + quoted(flag);
  link += " " + quoted(object) + " " + quoted(parts.binding.string());
  for (const std::string& library : toolchain.libraries) link += " " + quoted(library);
  return compile + " && " + link + " -o " + quoted((source.parent_path() / "bare").string());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::cerr << "usage: verdict_bench GRADER TOOLCHAIN_JSON SOLUTION_FILE EXERCISE [RUNS]\n";
    return 2;
  }
  const grader::Toolchain toolchain = grader::load_toolchain(argv[2]);
  const fs::path solution = argv[3];
  const std::string exercise = argv[4];
  const int runs = argc > 5 ? std::stoi(argv[5]) : 11;

  std::string pattern = (fs::temp_directory_path() / "verdict_bench_XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  fs::create_directories(folder / exercise);
  const fs::path source = folder / exercise / solution.filename();
  std::ifstream stream(solution);
  const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const std::string bare_command = compile_and_link(toolchain, exercise, source);
  const std::string grade_command = quoted(argv[1]) + " grade " + quoted(folder.string()) + " --exercise " + exercise +
                                    " --require 100 >/dev/null 2>&1";

  std::vector<double> bare;
  std::vector<double> graded;
  for (int run = 0; run <= runs; ++run) {  // the first of each warms up
    std::ofstream(source) << text << "\n// edit " << run << '\n';
    const double bare_seconds = seconds_of(bare_command);
    const double graded_seconds = seconds_of(grade_command);
    if (run == 0) continue;
    bare.push_back(bare_seconds);
    graded.push_back(graded_seconds);
  }
  fs::remove_all(folder);
  std::printf(
      "%s, median of %d: bare compile + link %.3f s, edit to verdict %.3f s, tests and grader %.3f s, ratio %.2f\n",
      exercise.c_str(), runs, median(bare), median(graded), median(graded) - median(bare),
      median(graded) / median(bare));
}
