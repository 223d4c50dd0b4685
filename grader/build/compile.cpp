#include "grader/build/compile.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>

#include "grader/build/answers_file.hpp"
#include "grader/build/confine_compiler.hpp"
#include "grader/build/diagnostics.hpp"
#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using End = ProcessResult::End;

constexpr const char* kObject = "./subject.o";
constexpr const char* kProgram = "./subject";
// No file of a student's is called so: their names are the course's.
constexpr const char* kProbe = "./.probe";

Command compiler_command(const CompileJob& job) {
  Command command;
  command.program = job.toolchain.compiler;
  command.arguments = job.toolchain.flags;
  command.folder = job.folder;
  // A fixed environment: variables such as CPATH would change what is compiled. With large pages, where the system gives
  // them, malloc saves the compiler two of three page faults and a fifth of its time.
  command.environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "HOME=" + job.folder.string(),
                         "TMPDIR=" + job.folder.string(), "GLIBC_TUNABLES=glibc.malloc.hugetlb=1"};
  return command;
}

Command compile_command(const CompileJob& job, const std::string& source, const std::string& object) {
  Command command = compiler_command(job);
  auto& arguments = command.arguments;
  for (const std::string& define : job.exercise.defines) arguments.push_back("-D" + define);
  for (const char* option : {"-fno-color-diagnostics", "-fno-caret-diagnostics", "-fmessage-length=0",
                             "-ferror-limit=20", "-fno-crash-diagnostics"}) {
    arguments.emplace_back(option);
  }
  if (job.files.size() > 1)
    arguments.emplace_back("-I.");  // a header the student may edit comes before the course's copy
  arguments.push_back("-I" + job.exercise.folder.string());
  for (const fs::path& folder : job.toolchain.include_dirs) arguments.push_back("-I" + folder.string());
  if (has_pch(job.toolchain, job.parts)) arguments.insert(arguments.end(), {"-include-pch", job.parts.pch.string()});
  arguments.insert(arguments.end(), {"-c", source, "-o", object});
  return command;
}

Command link_command(const CompileJob& job) {
  Command command = compiler_command(job);
  auto& arguments = command.arguments;
  arguments.insert(arguments.end(), job.toolchain.link_flags.begin(), job.toolchain.link_flags.end());
  arguments.insert(arguments.end(), {kObject, job.parts.binding.string()});
  arguments.insert(arguments.end(), job.toolchain.libraries.begin(), job.toolchain.libraries.end());
  arguments.insert(arguments.end(), {"-o", kProgram});
  return command;
}

BuildResult failed(std::string message) {
  return {.status = BuildResult::Status::kFailed, .diagnostics = {}, .message = std::move(message)};
}

BuildResult broken(std::string message) {
  return {.status = BuildResult::Status::kGraderError, .diagnostics = {}, .message = std::move(message)};
}

std::string gibibytes(std::uint64_t bytes) { return std::to_string(bytes >> 30U) + " GiB"; }

// What it means when the tool did not end with status 0 or 1 by itself. `tool` is "compiler" or "linker".
BuildResult abnormal_end(const ProcessResult& run, const CompileJob& job, const std::string& tool) {
  const auto says = [&](std::string_view text) { return run.output.find(text) != std::string::npos; };
  switch (run.end) {
    case End::kCpuLimit:
      return failed("the " + tool + " used more than " + std::to_string(job.limits.cpu.count()) +
                    " s of processor time on this file");
    case End::kWallLimit:
      return broken("the " + tool + " " + describe_end(run) + "; the machine seems to be overloaded");
    case End::kNotStarted:
      return broken("the compiler " + job.toolchain.compiler.string() + " " + describe_end(run) +
                    "; run ./hangtime build");
    default:
      break;
  }
  if (run.end == End::kSignaled && run.code == SIGXFSZ) {
    return failed("the " + tool + " wrote a file larger than " + std::to_string(job.limits.file_bytes >> 20U) +
                  " MiB; is there a huge array?");
  }
  if (says("LLVM ERROR: out of memory") || says("std::bad_alloc")) {
    return failed("the " + tool + " needed more than " + gibibytes(job.limits.memory_bytes) +
                  " of memory on this file");
  }
  if (run.end == End::kSignaled && run.code == SIGKILL) {
    return broken("the " + tool + " was killed from outside (signal 9); is the machine out of memory?");
  }
  return broken("the " + tool + " itself " +
                (run.end == End::kExited ? "crashed (status " + std::to_string(run.code) + ")" : describe_end(run)) +
                ": " + cut_text(neutralise(run.output), 400));
}

bool is_the_tools_own_end(const ProcessResult& run) {
  return run.end == End::kSignaled || (run.end == End::kExited && run.code > 1);
}

bool ended_normally(const ProcessResult& run) { return run.end == End::kExited && (run.code == 0 || run.code == 1); }

// Who runs a program for another reports its death by a signal as a shell does: by a status above 128.
void undo_the_shells_way(ProcessResult& run, std::chrono::seconds cpu_limit) {
  if (run.end != End::kExited || run.code <= 128) return;
  run.end = End::kSignaled;
  run.code -= 128;
  if (run.code == SIGXCPU || (run.code == SIGKILL && cpu_limit.count() > 0 && run.cpu >= cpu_limit))
    run.end = End::kCpuLimit;
}

ProcessResult run_tool(Command command, const CompileJob& job, const Interruption& interruption) {
  const bool confined = job.confinement != nullptr && confines_compilers(*job.confinement);
  if (confined) confine_compiler(command, job, *job.confinement);
  const ProcessLimits limits{.wall = job.limits.wall,
                             .cpu = job.limits.cpu,
                             .file_bytes = job.limits.file_bytes,
                             .memory_bytes = job.limits.memory_bytes,
                             .output_bytes = job.limits.output_bytes};
  ProcessResult run = run_process(command, limits, interruption);
  if (run.end == End::kInterrupted) throw Interrupted();
  if (confined) undo_the_shells_way(run, job.limits.cpu);
  return run;
}

// Whose fault a failure is cannot be told from what the tool prints: a student's file can make it print anything, and
// crash it. So the same is done without the student's file. What fails then as well is the installation's fault.
bool compiler_works(const CompileJob& job, const Interruption& interruption) {
  const std::string source = std::string(kProbe) + ".cpp";
  write_files({{source, "\n"}}, job.folder);
  const ProcessResult run = run_tool(compile_command(job, source, std::string(kProbe) + ".o"), job, interruption);
  return run.end == End::kExited && run.code == 0;
}

bool linker_works(const CompileJob& job, const Interruption& interruption) {
  Command command = compiler_command(job);
  auto& arguments = command.arguments;
  arguments.insert(arguments.end(), job.toolchain.link_flags.begin(), job.toolchain.link_flags.end());
  arguments.push_back(job.parts.binding.string());
  arguments.insert(arguments.end(), job.toolchain.libraries.begin(), job.toolchain.libraries.end());
  arguments.insert(arguments.end(), {"-Wl,--unresolved-symbols=ignore-all", "-o", kProbe});
  const ProcessResult run = run_tool(std::move(command), job, interruption);
  return run.end == End::kExited && run.code == 0;
}

// A tool that died is asked once more: what it does again, while the same without the student's file works, it does
// because of that file.
BuildResult judge_abnormal_end(const ProcessResult& run, const CompileJob& job, const std::string& tool,
                               const Command& again, bool (*works)(const CompileJob&, const Interruption&),
                               const Interruption& interruption) {
  BuildResult result = abnormal_end(run, job, tool);
  if (result.status != BuildResult::Status::kGraderError || !is_the_tools_own_end(run)) return result;
  const ProcessResult second = run_tool(again, job, interruption);
  if (ended_normally(second)) return result;
  // It may run into a limit this time, which has a plainer message.
  BuildResult of_second = abnormal_end(second, job, tool);
  if (of_second.status == BuildResult::Status::kFailed) return of_second;
  if (!is_the_tools_own_end(second) || !works(job, interruption)) return result;
  result = failed("the " + tool + " itself crashes on this file; take out what is unusual in it");
  result.diagnostics.push_back(
      without_place("error", "the " + tool + " " + describe_end(run) + ": " + cut_text(neutralise(run.output), 400)));
  return result;
}

// A tool that failed without a message we understand still has to say something.
void ensure_a_message(BuildResult& result, const ProcessResult& run) {
  if (std::ranges::any_of(result.diagnostics, [](const auto& d) { return d.severity == "error"; })) return;
  result.diagnostics.push_back(without_place("error", cut_text(neutralise(run.output), 2000)));
}

// Files of answers are read by the hidden tests; here it is found out whether they can be.
BuildResult check_answers(const CompileJob& job) {
  BuildResult result{.status = BuildResult::Status::kBuilt, .diagnostics = {}, .message = {}};
  for (const SourceFile& file : job.files) {
    if (!file.name.ends_with(".json")) continue;
    if (auto problem = problem_in_answers(job.exercise.id, file)) {
      result = failed("the answers cannot be read");
      result.diagnostics.push_back(std::move(*problem));
      return result;
    }
  }
  return result;
}

}  // namespace

void write_files(const std::vector<SourceFile>& files, const fs::path& folder) {
  for (const SourceFile& file : files) {
    const fs::path target = folder / file.name;
    fs::create_directories(target.parent_path());
    std::ofstream out(target, std::ios::binary);
    out << file.content << std::flush;
    if (!out) throw InfrastructureError("cannot write " + target.string() + "; is the disk full?");
  }
}

BuildResult compile(const CompileJob& job, const Interruption& interruption) {
  write_files(job.files, job.folder);
  if (BuildResult answers = check_answers(job); answers.status == BuildResult::Status::kFailed) return answers;
  if (!job.exercise.is_compiled()) return {.status = BuildResult::Status::kBuilt, .diagnostics = {}, .message = {}};
  const DiagnosticContext context{job.exercise.id, &job.files, job.toolchain.root};

  const Command compiling = compile_command(job, "./" + job.files.front().name, kObject);
  const ProcessResult compiled = run_tool(compiling, job, interruption);
  if (!ended_normally(compiled))
    return judge_abnormal_end(compiled, job, "compiler", compiling, compiler_works, interruption);
  if (compiled.code != 0) {
    if (const std::string fault = installation_fault(compiled.output);
        !fault.empty() && !compiler_works(job, interruption))
      return broken("the installation is stale or broken: " + fault + "; run ./hangtime build");
    BuildResult result = failed("does not compile");
    result.diagnostics = parse_compiler_output(compiled.output, context);
    ensure_a_message(result, compiled);
    return result;
  }
  BuildResult result{.status = BuildResult::Status::kBuilt,
                     .diagnostics = parse_compiler_output(compiled.output, context),
                     .message = {}};

  const Command linking = link_command(job);
  const ProcessResult linked = run_tool(linking, job, interruption);
  if (!ended_normally(linked)) return judge_abnormal_end(linked, job, "linker", linking, linker_works, interruption);
  if (linked.code != 0) {
    if (const std::string fault = installation_fault(linked.output); !fault.empty() && !linker_works(job, interruption))
      return broken("the installation is stale or broken: " + fault + "; run ./hangtime build");
    result.status = BuildResult::Status::kFailed;
    result.message = "compiles, but does not link";
    for (BuildDiagnostic& diagnostic : parse_linker_output(linked.output, context))
      result.diagnostics.push_back(std::move(diagnostic));
    ensure_a_message(result, linked);
  }
  return result;
}

}  // namespace grader
