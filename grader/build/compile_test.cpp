// Uses the real compiler: what is tested is the understanding of its messages.
#include "grader/build/compile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "grader/build/test_support.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing_help::TempFolder;
using Status = BuildResult::Status;

// A course of one function: `int answer()`, called by the binding, with main in a library's place.
class CompileTest : public testing::Test {
 protected:
  CompileTest() {
    exercise.id = "00_answer";
    exercise.edit = {"answer.cpp"};
    exercise.folder = course / "exercises/00_answer";
    course.write("exercises/00_answer/answer.hpp", "#pragma once\nint answer();\n");
    const fs::path binding = course.write("binding.cpp", "#include <answer.hpp>\nint call() { return answer(); }\n");
    const fs::path main = course.write("main.cpp", "int call();\nint main() { return call(); }\n");
    build_once({"-c", binding.string(), "-I", exercise.folder.string(), "-o", (course / "binding.o").string()});
    build_once({"-c", main.string(), "-o", (course / "main.o").string()});
    toolchain.root = course.path();
    toolchain.compiler = STUDENT_COMPILER;
    toolchain.flags = {"-std=c++23", "-Wall", "-g1"};
    toolchain.link_flags = {"-fuse-ld=lld"};
    toolchain.libraries = {(course / "main.o").string()};
    parts.binding = course / "binding.o";
  }

  void build_once(std::vector<std::string> arguments) {
    const Command command{.program = STUDENT_COMPILER,
                          .arguments = std::move(arguments),
                          .environment = {},
                          .folder = course.path(),
                          .on_events = {}};
    const ProcessResult result = run_process(command, {}, interruption);
    ASSERT_EQ(result.code, 0) << result.output;
  }

  BuildResult build(const std::string& source) {
    folder = std::make_unique<TempFolder>();
    const std::vector<SourceFile> files{{"answer.cpp", source}};
    return compile({.toolchain = toolchain,
                    .parts = parts,
                    .exercise = exercise,
                    .files = files,
                    .folder = folder->path(),
                    .limits = limits},
                   interruption);
  }

  TempFolder course;
  std::unique_ptr<TempFolder> folder;
  Toolchain toolchain;
  ToolchainExercise parts;
  Exercise exercise;
  CompileLimits limits;
  Interruption interruption;
};

TEST_F(CompileTest, BuildsAProgram) {
  const BuildResult result = build("#include \"answer.hpp\"\nint answer() { return 42; }\n");
  EXPECT_EQ(result.status, Status::kBuilt) << result.message;
  EXPECT_THAT(result.diagnostics, testing::IsEmpty());
  const ProcessResult run =
      run_process({.program = *folder / "subject", .arguments = {}, .environment = {}, .folder = "/", .on_events = {}},
                  {}, interruption);
  EXPECT_EQ(run.code, 42);
}

TEST_F(CompileTest, KeepsWarningsOfWhatItBuilt) {
  const BuildResult result = build("#include \"answer.hpp\"\nint answer() { int unused = 1; return 42; }\n");
  EXPECT_EQ(result.status, Status::kBuilt);
  ASSERT_THAT(result.diagnostics, testing::SizeIs(1));
  EXPECT_EQ(result.diagnostics[0].severity, "warning");
  EXPECT_EQ(result.diagnostics[0].line, 2U);
}

TEST_F(CompileTest, PointsAtTheStudentsOwnLine) {
  const BuildResult result = build("#include \"answer.hpp\"\nint answer() { return nowhere; }\n");
  EXPECT_EQ(result.status, Status::kFailed);
  ASSERT_THAT(result.diagnostics, testing::SizeIs(1));
  EXPECT_EQ(result.diagnostics[0].file, "00_answer/answer.cpp");
  EXPECT_EQ(result.diagnostics[0].line, 2U);
  EXPECT_EQ(result.diagnostics[0].source_line, "int answer() { return nowhere; }");
}

TEST_F(CompileTest, ExplainsLinkErrors) {
  BuildResult result = build("int anwser() { return 42; }\n");
  EXPECT_EQ(result.status, Status::kFailed);
  ASSERT_THAT(result.diagnostics, testing::SizeIs(1));
  EXPECT_THAT(result.diagnostics[0].message, HasSubstr("'answer()' is declared and used, but nothing defines it"));
  result = build("int answer() { return 42; }\nint main() {}\n");
  EXPECT_EQ(result.status, Status::kFailed);
  ASSERT_THAT(result.diagnostics, testing::SizeIs(1));
  EXPECT_THAT(result.diagnostics[0].message, HasSubstr("defines main()"));
  EXPECT_EQ(result.diagnostics[0].line, 2U);
}

TEST_F(CompileTest, ASourceThatCompilesForEverIsTheStudents) {
  limits.cpu = std::chrono::seconds(1);
  toolchain.flags.emplace_back("-fconstexpr-steps=2147483647");
  const BuildResult result = build(
      "constexpr long f() { long n = 0; for (long i = 0; i < 1L << 40; ++i) n += i; return n; "
      "}\nstatic_assert(f());\n");
  EXPECT_EQ(result.status, Status::kFailed);
  EXPECT_THAT(result.message, HasSubstr("more than 1 s of processor time"));
}

TEST_F(CompileTest, AHugeProgramIsTheStudents) {
  limits.file_bytes = 1 << 20;
  const BuildResult result = build("char big[4 << 20] = {1};\nint answer() { return big[0]; }\n");
  EXPECT_EQ(result.status, Status::kFailed);
  EXPECT_THAT(result.message, HasSubstr("wrote a file larger than 1 MiB"));
}

TEST_F(CompileTest, AMissingCompilerIsOurs) {
  toolchain.compiler = "/no/such/compiler";
  const BuildResult result = build("int answer() { return 42; }\n");
  EXPECT_EQ(result.status, Status::kGraderError);
  EXPECT_THAT(result.message, HasSubstr("could not be started: No such file or directory; run ./hangtime build"));
}

TEST_F(CompileTest, AKilledCompilerIsOurs) {
  toolchain.compiler = course.write("killed", "#!/bin/sh\nkill -KILL $$\n", true);
  const BuildResult result = build("int answer() { return 42; }\n");
  EXPECT_EQ(result.status, Status::kGraderError);
  EXPECT_THAT(result.message, HasSubstr("killed from outside"));
}

TEST_F(CompileTest, AFileThatCrashesTheCompilerIsNotOurs) {
  const BuildResult result = build("#pragma clang __debug crash\n");
  EXPECT_EQ(result.status, Status::kFailed);
  EXPECT_THAT(result.message, HasSubstr("the compiler itself crashes on this file"));
}

TEST_F(CompileTest, ACompilerThatCrashesOnAnyFileIsOurs) {
  toolchain.compiler = course.write("compiler", "#!/bin/sh\nkill -SEGV $$\n", true);
  const BuildResult result = build("int answer() { return 42; }\n");
  EXPECT_EQ(result.status, Status::kGraderError);
  EXPECT_THAT(result.message, HasSubstr("the compiler itself was killed by signal 11"));
}

TEST_F(CompileTest, AFileCannotBlameTheInstallation) {
  for (const char* source : {"#line 0 \"clang\"\n#error precompiled header student.pch is stale\n",
                             "static_assert(false, \"\\nfatal error: cannot open precompiled header student.pch\");\n",
                             "#pragma comment(lib, \"nowhere\")\nint answer() { return 42 + missing; }\n"}) {
    EXPECT_EQ(build(source).status, Status::kFailed) << source;
  }
}

TEST_F(CompileTest, AStalePrecompiledHeaderIsOurs) {
  const fs::path header = course.write("kit.hpp", "inline int kit() { return 1; }\n");
  build_once({"-std=c++23", "-Wall", "-g1", "-x", "c++-header", header.string(), "-o", (course / "kit.pch").string()});
  parts.pch = course / "kit.pch";
  EXPECT_EQ(build("int answer() { return kit(); }\n").status, Status::kBuilt);
  course.write("kit.hpp", "inline int kit() { return 1; } // changed\n");
  const BuildResult result = build("int answer() { return kit(); }\n");
  EXPECT_EQ(result.status, Status::kGraderError);
  EXPECT_THAT(result.message, HasSubstr("precompiled header"));
}

TEST_F(CompileTest, APrecompiledHeaderThatIsStillToBeMadeIsNotMissed) {
  parts.pch = course / "cache/kit.pch";
  const std::string source = "#include \"answer.hpp\"\nint answer() { return 42; }\n";
  EXPECT_EQ(build(source).status, Status::kGraderError);
  toolchain.pch_source = exercise.folder / "answer.hpp";
  EXPECT_EQ(build(source).status, Status::kBuilt);
}

TEST_F(CompileTest, AMissingLibraryIsOurs) {
  toolchain.libraries.emplace_back("-lno_such_library");
  const BuildResult result = build("int answer() { return 42; }\n");
  EXPECT_EQ(result.status, Status::kGraderError);
  EXPECT_THAT(result.message, HasSubstr("no_such_library"));
}

TEST_F(CompileTest, VariablesOfTheEnvironmentChangeNothing) {
  course.write("evil/planted.hpp", "");
  ::setenv("CPATH", (course / "evil").c_str(), 1);
  const BuildResult result = build("#if __has_include(<planted.hpp>)\n#error\n#endif\nint answer() { return 42; }\n");
  ::unsetenv("CPATH");
  EXPECT_EQ(result.status, Status::kBuilt) << result.message;
}

}  // namespace
}  // namespace grader
