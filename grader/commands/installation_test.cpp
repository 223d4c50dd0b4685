// End to end: `doctor` says what is missing, and what to do about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing_help::FakeCourse;
using testing_help::read_file;

class InstallationTest : public testing::Test {
 protected:
  nlohmann::json check(const std::string& name) const {
    const auto run = course.grader({"doctor", "--json", "--isolation", "C"});
    for (const auto& one : run.json()["installation"]) {
      if (one["name"] == name) return one;
    }
    ADD_FAILURE() << "no check of " << name << run.output;
    return {{"ok", nullptr}, {"detail", ""}, {"fix", ""}};
  }
  void change_toolchain(const std::string& key, const nlohmann::json& value) const {
    auto toolchain = nlohmann::json::parse(read_file(course.toolchain()));
    toolchain[key] = value;
    std::ofstream(course.toolchain()) << toolchain;
  }
  static std::string detail(const nlohmann::json& check) { return check["detail"]; }
  static std::string fix(const nlohmann::json& check) { return check["fix"]; }
  FakeCourse course;
};

TEST_F(InstallationTest, FindsAWorkingCompilerThatTreatsCoroutinesRight) {
  for (const char* name : {"compiler", "coroutines", "precompiled header"}) EXPECT_EQ(check(name)["ok"], true) << name;
  const auto run = course.grader({"doctor", "--isolation", "C"});
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, AllOf(HasSubstr("✓ compiler"), HasSubstr("✓ coroutines")));
}

TEST_F(InstallationTest, MissesACompilerThatIsGone) {
  change_toolchain("compiler", "/nowhere/clang++");
  const auto compiler = check("compiler");
  EXPECT_EQ(compiler["ok"], false);
  EXPECT_THAT(detail(compiler), HasSubstr("/nowhere/clang++"));
  EXPECT_THAT(fix(compiler), HasSubstr("install clang 19"));
  EXPECT_EQ(course.grader({"doctor", "--isolation", "C"}).code, 1);
}

TEST_F(InstallationTest, NoticesAnotherCompilerThanTheOneTheCourseWasBuiltWith) {
  change_toolchain("compiler_name", "clang++ 7.0.1");
  const auto compiler = check("compiler");
  EXPECT_EQ(compiler["ok"], false);
  EXPECT_THAT(fix(compiler), HasSubstr("./hangtime build"));
}

TEST_F(InstallationTest, RefusesACompilerThatGetsCoroutinesWrong) {
  // It compiles, and its program fails: as a compiler does that destroys temporaries twice.
  const auto compiler = course.folder().write("cc",
                                              "#!/bin/sh\n[ \"$1\" = --version ] && exec " STUDENT_COMPILER
                                              " --version\n"
                                              "printf '#!/bin/sh\\nexit 1\\n' > probe; chmod +x probe\n",
                                              true);
  change_toolchain("compiler", compiler.string());
  const auto coroutines = check("coroutines");
  EXPECT_EQ(coroutines["ok"], false);
  EXPECT_THAT(detail(coroutines), HasSubstr("temporaries of co_await wrong"));
}

TEST_F(InstallationTest, NoticesAPrecompiledHeaderThatDoesNotFit) {
  change_toolchain("pch", course.folder().write("old.pch", "no header").string());
  const auto pch = check("precompiled header");
  EXPECT_EQ(pch["ok"], false);
  EXPECT_THAT(fix(pch), HasSubstr("old.pch && ./hangtime build"));
}

TEST_F(InstallationTest, NamesThePackagesThatAreMissing) {
  course.folder().write("course/cmake/debian-packages.txt", "bash\nno-such-package-anywhere\n");
  const auto packages = check("packages");
  EXPECT_EQ(packages["ok"], false);
  EXPECT_EQ(packages["detail"], "missing: no-such-package-anywhere");
  EXPECT_THAT(fix(packages), HasSubstr("apt-get install --no-install-recommends no-such-package-anywhere"));
  course.folder().write("course/cmake/debian-packages.txt", "bash\n");
  EXPECT_EQ(check("packages")["ok"], true);
}

}  // namespace
}  // namespace grader
