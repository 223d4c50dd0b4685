#include "grader/commands/verdict_cache.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>
#include <vector>

#include "grader/digest/digest.hpp"
#include "grader/events/event.hpp"
#include "grader/report/write.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kFormat = "hangtime/verdict/3";

// A file as `make` sees it. Reading the bytes of every library would cost more than the whole check may.
std::string stamp(const fs::path& file) {
  struct stat info{};
  if (::stat(file.c_str(), &info) != 0) return file.string() + " missing\n";
  std::ostringstream out;
  out << file.string() << ' ' << info.st_ino << ' ' << info.st_size << ' ' << info.st_mtim.tv_sec << '.'
      << info.st_mtim.tv_nsec << '\n';
  return out.str();
}

// The course's own part of an exercise's folder: its manifest and what a student's file can include.
std::string stamps_beside(const Exercise& exercise) {
  std::error_code ignored;
  std::vector<std::string> all;
  for (const auto& entry : fs::directory_iterator(exercise.folder, ignored)) {
    const std::string extension = entry.path().extension().string();
    const bool theirs = std::ranges::find(exercise.edit, entry.path().filename().string()) != exercise.edit.end();
    if (!theirs && (extension == ".json" || extension == ".hpp" || extension == ".h"))
      all.push_back(stamp(entry.path()));
  }
  std::ranges::sort(all);
  std::string text;
  for (const std::string& one : all) text += one;
  return text;
}

json to_json(const BuildResult& build) {
  json diagnostics = json::array();
  for (const BuildDiagnostic& d : build.diagnostics) {
    diagnostics.push_back({d.severity, d.file, d.line, d.column, d.message, d.source_line, d.explanation});
  }
  json collected = json::array();
  for (const CollectedFile& file : build.collected) collected.push_back({file.name, file.text});
  return {{"status", static_cast<int>(build.status)},
          {"message", build.message},
          {"diagnostics", diagnostics},
          {"collected", collected}};
}

BuildResult build_from(const json& value) {
  BuildResult build;
  build.status = static_cast<BuildResult::Status>(value.at("status").get<int>());
  build.message = value.at("message");
  for (const json& d : value.at("diagnostics")) {
    build.diagnostics.push_back({d.at(0), d.at(1), d.at(2), d.at(3), d.at(4), d.at(5), d.at(6)});
  }
  for (const json& file : value.at("collected")) build.collected.push_back({file.at(0), file.at(1)});
  return build;
}

json to_json(const RunRecord& run) {
  json events = json::array();
  for (const TestResult& test : run.tests) events.push_back(to_line(TestEnded{test}));
  return {{"seed", run.seed}, {"complete", run.complete}, {"tests", events}};
}

RunRecord run_from(const json& value) {
  RunRecord run;
  run.seed = value.at("seed");
  run.complete = value.at("complete");
  for (const json& line : value.at("tests")) {
    const auto event = parse_line(line.get<std::string>());
    run.tests.push_back(std::get<TestEnded>(event.value()).result);
  }
  return run;
}

bool is_final(const Evidence& evidence) {
  const auto is_ours = [](const TestResult& test) {
    return test.status == TestStatus::kGraderError || test.status == TestStatus::kNotRun;
  };
  if (!evidence.problem.empty()) return false;
  if (evidence.build.status == BuildResult::Status::kFailed) return true;
  return evidence.build.status == BuildResult::Status::kBuilt && evidence.run.complete &&
         std::ranges::none_of(evidence.run.tests, is_ours);
}

}  // namespace

VerdictCache::VerdictCache(fs::path folder, const Toolchain& toolchain)
    : folder_(std::move(folder)), toolchain_(toolchain) {
  toolchain_key_ = stamp(fs::path("/proc/self/exe")) + stamp(toolchain.file) + stamp(toolchain.compiler);
  for (const std::string& library : toolchain.libraries) {
    if (library.starts_with('/')) toolchain_key_ += stamp(library);
  }
  for (const fs::path& module : toolchain.modules) toolchain_key_ += stamp(module);
}

std::string VerdictCache::key(const Exercise& exercise, const Intake& intake) const {
  std::string parts;
  if (const auto found = toolchain_.exercises.find(exercise.id); found != toolchain_.exercises.end()) {
    parts = stamp(found->second.binding) + stamp(found->second.pch) + stamp(found->second.proctor) +
            stamp(found->second.tests);
  }
  return sha256_of_files({{"format", kFormat},
                          {"submission", digest({{&exercise, &intake}})},
                          {"toolchain", toolchain_key_},
                          {"parts", parts},
                          {"folder", stamps_beside(exercise)}});
}

std::optional<Evidence> VerdictCache::find(const Exercise& exercise, const Intake& intake) const {
  if (intake.status != Intake::Status::kTaken) return std::nullopt;
  std::ifstream in(folder_ / (exercise.id + ".json"), std::ios::binary);
  if (!in) return std::nullopt;
  try {
    const json entry = json::parse(in);
    if (entry.at("key") != key(exercise, intake)) return std::nullopt;
    return Evidence{build_from(entry.at("build")), run_from(entry.at("run")), {}};
  } catch (const std::exception&) {
    return std::nullopt;  // torn, old or foreign: as good as none
  }
}

void VerdictCache::keep(const Exercise& exercise, const Intake& intake, const Evidence& evidence) const {
  if (intake.status != Intake::Status::kTaken || !is_final(evidence)) return;
  const json entry = {
      {"key", key(exercise, intake)}, {"build", to_json(evidence.build)}, {"run", to_json(evidence.run)}};
  std::error_code ignored;
  fs::create_directories(folder_, ignored);
  try {
    write_whole(folder_ / (exercise.id + ".json"), entry.dump());
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): without a memory the next check is slower, no more
  }
}

}  // namespace grader
