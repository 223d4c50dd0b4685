#include "grader/kit/program_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/build/process.hpp"
#include "grader/build/test_support.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing_help::read_file;
using testing_help::TempFolder;

class ProgramFileTest : public testing::Test {
 protected:
  ProgramFileTest() {
    source = folder.write("grader/source.cpp",
                          "const char* place() { return __FILE__; }\nint a_function_with_a_name() { return 0; }\n"
                          "int main() { return a_function_with_a_name(); }\n");
  }
  std::filesystem::path compiled(const char* name, const char* how) {
    run(STUDENT_COMPILER, {"-g", how, source.string(), "-o", (folder / name).string()});
    return folder / name;
  }
  int run(const std::filesystem::path& program, std::vector<std::string> arguments) {
    const ProcessResult result = run_process({.program = program,
                                              .arguments = std::move(arguments),
                                              .environment = {"PATH=/usr/bin:/bin"},
                                              .folder = folder.path(),
                                              .on_events = {}},
                                             {}, interruption);
    EXPECT_EQ(result.code, 0) << result.output;
    return result.code;
  }
  std::string bare(const std::filesystem::path& file) {
    return bare_program(file, folder / "scratch", folder.path(), interruption);
  }

  TempFolder folder;
  Interruption interruption;
  std::filesystem::path source;
};

TEST_F(ProgramFileTest, HasNoSymbolsAndNoPathsAndRuns) {
  const auto file = compiled("program", "-O0");
  EXPECT_THAT(read_file(file), AllOf(HasSubstr("a_function_with_a_name"), HasSubstr(source.string())));
  const std::string content = bare(file);
  EXPECT_THAT(content, AllOf(Not(HasSubstr("a_function_with_a_name")), Not(HasSubstr(folder.path().string())),
                             HasSubstr("/grader/source.cpp")));
  EXPECT_EQ(run(folder.write("bare", content, true), {}), 0);
  EXPECT_FALSE(std::filesystem::exists(folder / "scratch"));
}

TEST_F(ProgramFileTest, CanStillBeLinked) {
  const std::string content = bare(compiled("object.o", "-c"));
  EXPECT_THAT(content, AllOf(HasSubstr("a_function_with_a_name"), Not(HasSubstr(folder.path().string()))));
  run(STUDENT_COMPILER, {folder.write("bare.o", content).string(), "-o", (folder / "linked").string()});
  EXPECT_EQ(run(folder / "linked", {}), 0);
}

TEST_F(ProgramFileTest, IsTheSameEachTime) {
  const auto file = compiled("program", "-O0");
  EXPECT_EQ(bare(file), bare(file));
}

TEST_F(ProgramFileTest, LeavesAScriptAlone) {
  EXPECT_EQ(bare(folder.write("script", "#!/bin/sh\n# /grader/\n")), "#!/bin/sh\n# /grader/\n");
}

}  // namespace
}  // namespace grader
