#include "grader/commands/installation.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "grader/build/errors.hpp"
#include "grader/build/process.hpp"
#include "grader/build/text.hpp"
#include "grader/build/work_folder.hpp"
#include "grader/commands/coroutine_probe.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr const char* kInstallCompiler =
    "install clang 19 (Debian 12: apt-get install clang-19 libclang-rt-19-dev lld-19), then run ./hangtime build";

class Tries {
 public:
  Tries(const Session& session, const Interruption& interruption)
      : toolchain_(session.toolchain), interruption_(interruption) {}

  ProcessResult run(const fs::path& program, std::vector<std::string> arguments) const {
    const Command command{.program = program,
                          .arguments = std::move(arguments),
                          .environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C",
                                          "HOME=" + folder_.path().string(), "ASAN_OPTIONS=detect_leaks=0"},
                          .folder = folder_.path(),
                          .on_events = {}};
    ProcessResult result = run_process(command, {}, interruption_);
    if (result.end == ProcessResult::End::kInterrupted) throw Interrupted();
    return result;
  }

  ProcessResult compile(const std::string& source, std::vector<std::string> more) const {
    std::ofstream(folder_.path() / "probe.cpp") << source;
    std::vector<std::string> arguments = toolchain_.flags;
    arguments.insert(arguments.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    arguments.emplace_back("probe.cpp");
    return run(toolchain_.compiler, std::move(arguments));
  }

  InstallationCheck compiler() const {
    InstallationCheck check{.name = "compiler"};
    const ProcessResult result = run(toolchain_.compiler, {"--version"});
    if (!succeeded(result)) {
      check.detail = toolchain_.compiler.string() + " " + describe_end(result);
      check.fix = kInstallCompiler;
      return check;
    }
    const std::string version = result.output.substr(0, result.output.find('\n'));
    const std::size_t blank = toolchain_.compiler_name.rfind(' ');  // "clang++ 19.1.7"
    check.ok = blank == std::string::npos || version.find(toolchain_.compiler_name.substr(blank)) != std::string::npos;
    check.detail = version;
    if (!check.ok) {
      check.detail += ", but the course was built with " + toolchain_.compiler_name;
      check.fix = "run ./hangtime build";
    }
    return check;
  }

  InstallationCheck coroutines() const {
    InstallationCheck check{.name = "coroutines"};
    std::vector<std::string> link = toolchain_.link_flags;
    link.insert(link.end(), {"-o", "probe"});
    const ProcessResult built = compile(kCoroutineProbe, std::move(link));
    if (!succeeded(built)) {
      check.detail = "a small program does not compile: " + cut_text(neutralise(built.output), 300);
      check.fix = kInstallCompiler;
      return check;
    }
    const ProcessResult ran = run(folder_.path() / "probe", {});
    check.ok = succeeded(ran);
    check.detail = check.ok ? "compiled and run with the sanitizers, destroyed once each"
                            : "this compiler gets temporaries of co_await wrong: the probe " + describe_end(ran);
    if (!check.ok) check.fix = kInstallCompiler;
    return check;
  }

  InstallationCheck precompiled_header() const {
    InstallationCheck check{.name = "precompiled header"};
    if (toolchain_.pch.empty()) {
      check.ok = true;
      check.detail = "none is used";
      return check;
    }
    if (!toolchain_.pch_source.empty()) {
      check.ok = true;
      check.detail = "made at the first check, and anew when something it was made from has changed";
      return check;
    }
    const ProcessResult result = compile("\n", {"-include-pch", toolchain_.pch.string(), "-fsyntax-only"});
    check.ok = succeeded(result);
    check.detail = check.ok ? "fits the compiler and its headers" : cut_text(neutralise(result.output), 300);
    if (!check.ok)
      check.fix = "something it was made from has changed: rm " + toolchain_.pch.string() + " && ./hangtime build";
    return check;
  }

 private:
  static bool succeeded(const ProcessResult& result) {
    return result.end == ProcessResult::End::kExited && result.code == 0;
  }

  const Toolchain& toolchain_;
  const Interruption& interruption_;
  WorkFolder folder_;
};

std::vector<std::string> words_of(std::istream& in) {
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// Nothing where the course lists none, or where packages are not Debian's.
std::vector<InstallationCheck> packages(const Session& session, const Tries& tries) {
  std::ifstream list(session.root / "cmake" / "debian-packages.txt");
  const fs::path query = "/usr/bin/dpkg-query";
  if (!list || !fs::exists(query)) return {};
  const std::vector<std::string> wanted = words_of(list);
  std::vector<std::string> arguments = {"--show", "--showformat=${Package} ${Status}\\n"};
  arguments.insert(arguments.end(), wanted.begin(), wanted.end());
  std::istringstream told(tries.run(query, std::move(arguments)).output);
  std::set<std::string> installed;
  for (std::string line; std::getline(told, line);) {
    if (line.ends_with(" installed")) installed.insert(line.substr(0, line.find(' ')));
  }
  std::string missing;
  for (const std::string& package : wanted) {
    if (!installed.contains(package)) missing += (missing.empty() ? "" : " ") + package;
  }
  InstallationCheck check{.name = "packages", .ok = missing.empty()};
  check.detail = check.ok ? "all " + std::to_string(wanted.size()) + " are installed" : "missing: " + missing;
  if (!check.ok) check.fix = "as root: apt-get update && apt-get install --no-install-recommends " + missing;
  return {check};
}

}  // namespace

std::vector<InstallationCheck> check_installation(const Session& session, const Interruption& interruption) {
  const Tries tries(session, interruption);
  std::vector<InstallationCheck> checks = {tries.compiler()};
  if (checks.front().ok) {
    checks.push_back(tries.coroutines());
    checks.push_back(tries.precompiled_header());
  }
  std::ranges::move(packages(session, tries), std::back_inserter(checks));
  return checks;
}

}  // namespace grader
