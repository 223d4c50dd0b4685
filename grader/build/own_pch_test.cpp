#include "grader/build/own_pch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "grader/build/errors.hpp"
#include "grader/build/process.hpp"
#include "grader/build/test_support.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_help::read_file;
using testing_help::TempFolder;

class OwnPchTest : public testing::Test {
 protected:
  OwnPchTest() {
    folder.write("a kit/include/part.hpp", "inline int part() { return 1; }\n");
    toolchain.compiler = STUDENT_COMPILER;
    toolchain.flags = {"-std=c++23"};
    toolchain.include_dirs = {folder / "a kit/include"};
    toolchain.pch_source = folder.write("a kit/include/all.hpp", "#include <part.hpp>\n#include <cstddef>\n");
  }

  // As a new start of the grader would find it.
  fs::path usable(const std::vector<std::string>& defines = {}) {
    announced.clear();
    return OwnPch(toolchain, [this](const std::string& text) { announced.push_back(text); })
        .usable(pch(), defines, interruption);
  }
  fs::path pch() const { return folder / "a kit/cache/student.pch"; }

  TempFolder folder;
  Toolchain toolchain;
  Interruption interruption;
  std::vector<std::string> announced;
};

TEST_F(OwnPchTest, IsMadeOnceAndThenRemembered) {
  EXPECT_EQ(usable(), pch());
  EXPECT_THAT(announced, ElementsAre(HasSubstr("happens once")));
  EXPECT_EQ(usable(), pch());
  EXPECT_THAT(announced, IsEmpty());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder / "a kit/cache"), {}), 2) << "the header and its memory only";
}

TEST_F(OwnPchTest, CompilesAFile) {
  const auto file = folder.write("use.cpp", "int main() { return part(); }\n");
  const Command command{.program = STUDENT_COMPILER,
                        .arguments = {"-std=c++23", "-include-pch", usable().string(), "-c", file.string(), "-o",
                                      (folder / "use.o").string()},
                        .environment = {},
                        .folder = folder.path(),
                        .on_events = {}};
  const ProcessResult run = run_process(command, {}, interruption);
  EXPECT_EQ(run.code, 0) << run.output;
}

TEST_F(OwnPchTest, IsMadeAnewWhenAHeaderChanges) {
  usable();
  folder.write("a kit/include/part.hpp", "inline int part() { return 2; }  // of another size\n");
  usable();
  EXPECT_THAT(announced, ElementsAre(HasSubstr("precompiling")));
  usable();
  EXPECT_THAT(announced, IsEmpty());
}

TEST_F(OwnPchTest, IsMadeAnewWhenTheCompilerOrItsFlagsChange) {
  usable();
  usable({"MORE=1"});
  EXPECT_THAT(announced, ElementsAre(HasSubstr("precompiling")));
  // A compiler of its own, which a later installation replaces.
  toolchain.compiler = folder.write("clang", "#!/bin/sh\nexec " STUDENT_COMPILER " \"$@\"\n", true);
  usable();
  usable();
  EXPECT_THAT(announced, IsEmpty());
  folder.write("clang", "#!/bin/sh\n# newer\nexec " STUDENT_COMPILER " \"$@\"\n", true);
  usable();
  EXPECT_THAT(announced, ElementsAre(HasSubstr("precompiling")));
}

TEST_F(OwnPchTest, IsMadeAnewWhenItIsDamaged) {
  usable();
  fs::resize_file(pch(), 100);
  usable();
  EXPECT_THAT(announced, ElementsAre(HasSubstr("precompiling")));
  folder.write("a kit/cache/student.pch.json", "{\"schema\": ");
  usable();
  EXPECT_THAT(announced, ElementsAre(HasSubstr("precompiling")));
}

TEST_F(OwnPchTest, IsDoneWithoutWhereNothingCanBeWritten) {
  folder.write("a kit/cache", "a file where the folder would be");
  EXPECT_EQ(usable(), fs::path());
  EXPECT_THAT(announced, ElementsAre(HasSubstr("no precompiled header")));
}

TEST_F(OwnPchTest, SaysWhyTheCompilerRefuses) {
  folder.write("a kit/include/part.hpp", "#include <no_such_header.hpp>\n");
  try {
    usable();
    FAIL() << "nothing was thrown";
  } catch (const InfrastructureError& error) {
    EXPECT_THAT(error.what(), HasSubstr("'no_such_header.hpp' file not found"));
  }
  EXPECT_FALSE(fs::exists(pch()));
}

TEST_F(OwnPchTest, LeavesAToolchainsOwnAlone) {
  toolchain.pch_source.clear();
  EXPECT_EQ(usable(), pch());
  EXPECT_FALSE(fs::exists(pch()));
}

TEST(DepfileTest, IsReadWithSpacesInNames) {
  EXPECT_THAT(files_in_depfile("/a\\ kit/x.pch: /a\\ kit/one.hpp \\\n  /usr/two.h /three$$.h\n"),
              ElementsAre("/a kit/one.hpp", "/usr/two.h", "/three$.h"));
}

}  // namespace
}  // namespace grader
