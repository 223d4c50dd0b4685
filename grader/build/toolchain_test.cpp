#include "grader/build/toolchain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "grader/build/errors.hpp"
#include "grader/build/test_support.hpp"

namespace grader {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing_help::TempFolder;

json whole() {
  return {
      {"root", "/course"},
      {"compiler", "/bin/true"},
      {"compiler_name", "clang++ 19"},
      {"flags", {"-std=c++23"}},
      {"sanitizers", {"address"}},
      {"pch", ""},
      {"include_dirs", {"/course/exercises/kit"}},
      {"link_flags", json::array()},
      {"libraries", json::array()},
      {"modules", {"/bin/true"}},
      {"exercises", {{"01_timeout", {{"binding", "/bin/true"}, {"proctor", "/bin/true"}, {"tests", "/bin/true"}}}}}};
}

std::string failure(const std::function<void()>& action) {
  try {
    action();
  } catch (const InfrastructureError& error) {
    return error.what();
  }
  return "no InfrastructureError";
}

TEST(ToolchainTest, ReadsWhatCMakeWrote) {
  const TempFolder folder;
  const Toolchain toolchain = load_toolchain(folder.write("toolchain.json", whole().dump()));
  EXPECT_EQ(toolchain.root, "/course");
  EXPECT_EQ(toolchain.compiler_name, "clang++ 19");
  EXPECT_THAT(toolchain.flags, testing::ElementsAre("-std=c++23"));
  EXPECT_EQ(parts_of(toolchain, "01_timeout").proctor, "/bin/true");
}

TEST(ToolchainTest, FindsWhatLiesAroundItWhereverThatIs) {
  const TempFolder folder;
  json kit = whole();
  kit["root"] = "{here}/../..";
  kit["pch"] = "{here}/../cache/student.pch";
  kit["pch_source"] = "{here}/include/all.hpp";
  kit["link_flags"] = {"-rpath={here}"};
  kit["libraries"] = {"{here}/lib.a", "-lz"};
  kit["exercises"]["01_timeout"]["binding"] = "{here}/01_timeout/binding.o";
  const auto here = folder.path() / "a kit/tools/course";
  folder.write("a kit/tools/course/01_timeout/binding.o", "");
  folder.write("a kit/tools/course/lib.a", "");
  const Toolchain toolchain = load_toolchain(folder.write("a kit/tools/course/toolchain.json", kit.dump()));
  EXPECT_EQ(toolchain.root, folder.path() / "a kit");
  EXPECT_EQ(toolchain.pch_source, here / "include/all.hpp");
  EXPECT_THAT(toolchain.link_flags, testing::ElementsAre("-rpath=" + here.string()));
  EXPECT_THAT(toolchain.libraries, testing::ElementsAre((here / "lib.a").string(), "-lz"));
  const ToolchainExercise& parts = parts_of(toolchain, "01_timeout");
  EXPECT_EQ(parts.binding, here / "01_timeout/binding.o");
  EXPECT_EQ(parts.pch, folder.path() / "a kit/tools/cache/student.pch");
  EXPECT_FALSE(has_pch(toolchain, parts)) << "it is made at first use";
}

TEST(ToolchainTest, NamesWhatIsWrongAndTheNextStep) {
  const TempFolder folder;
  EXPECT_THAT(failure([&] { load_toolchain(folder / "toolchain.json"); }),
              AllOf(HasSubstr("the course is not built"), HasSubstr("run ./hangtime build")));
  const auto file = folder.write("toolchain.json", "{");
  EXPECT_THAT(failure([&] { load_toolchain(file); }),
              AllOf(HasSubstr("not valid JSON"), HasSubstr("run ./hangtime build")));
  json without = whole();
  without.erase("flags");
  folder.write("toolchain.json", without.dump());
  EXPECT_THAT(failure([&] { load_toolchain(file); }), HasSubstr("key \"flags\" is missing"));
  json wrong = whole();
  wrong["exercises"]["01_timeout"]["proctor"] = 7;
  folder.write("toolchain.json", wrong.dump());
  EXPECT_THAT(failure([&] { load_toolchain(file); }),
              HasSubstr("key \"exercises.01_timeout.proctor\" has the wrong type"));
}

TEST(ToolchainTest, NamesAPartThatWasNotBuilt) {
  const TempFolder folder;
  json all = whole();
  all["exercises"]["01_timeout"]["binding"] = "/no/such/binding.o";
  const Toolchain toolchain = load_toolchain(folder.write("toolchain.json", all.dump()));
  EXPECT_THAT(failure([&] { parts_of(toolchain, "01_timeout"); }),
              HasSubstr("the binding of 01_timeout is missing at /no/such/binding.o"));
  EXPECT_THAT(failure([&] { parts_of(toolchain, "02_other"); }), HasSubstr("exercise 02_other is not built"));
  all = whole();
  all["modules"] = {"/no/such/transport.so"};
  const Toolchain without = load_toolchain(folder.write("toolchain.json", all.dump()));
  EXPECT_THAT(failure([&] { parts_of(without, "01_timeout"); }),
              HasSubstr("a module is missing at /no/such/transport.so"));
}

}  // namespace
}  // namespace grader
