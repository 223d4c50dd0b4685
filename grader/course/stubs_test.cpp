#include "grader/course/stubs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/course/load.hpp"
#include "grader/course/temp_course.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing_help::TempCourse;

std::string error_of(const std::filesystem::path& root) {
  try {
    load_course(root);
  } catch (const CourseError& error) {
    return render(error.problems().front());
  }
  return "";
}

TEST(Stubs, AreReadBackAsTheyWereWritten) {
  const TempCourse course;
  course.write("exercises/01_timeout/timeout.cpp", "// \"TODO\"\n\tint x;\n");
  const Stubs stubs = files_of(load_course(course.root()));
  EXPECT_EQ(stubs.at("01_timeout").at("timeout.cpp"), "// \"TODO\"\n\tint x;\n");
  course.write("exercises/stubs.json", to_text(stubs));
  EXPECT_EQ(load_stubs(course.root() / "exercises"), stubs);
}

TEST(Stubs, GiveAFileBackThatIsNotThere) {
  const TempCourse course;
  course.write("exercises/stubs.json", to_text(files_of(load_course(course.root()))));
  std::filesystem::remove(course.root() / "exercises/01_timeout/timeout.cpp");
  const Course loaded = load_course(course.root());
  EXPECT_TRUE(files_of(*loaded.find("01")).empty());
}

TEST(Stubs, AreNoExcuseForAFileThatTheyDoNotHave) {
  const TempCourse course;
  course.write("exercises/stubs.json",
               R"({"schema": "hangtime/stubs/1", "exercises": {"01_timeout": {"other.cpp": ""}}})");
  std::filesystem::remove(course.root() / "exercises/01_timeout/timeout.cpp");
  EXPECT_THAT(error_of(course.root()), HasSubstr("there is no file \"timeout.cpp\""));
}

TEST(Stubs, AreDamagedWhenTheyAreNoJsonOfTheirSchema) {
  const TempCourse course;
  for (const char* text : {"", "{", "[]", R"({"schema": "hangtime/stubs/2", "exercises": {}})",
                           R"({"schema": "hangtime/stubs/1", "exercises": {"a": 1}})"}) {
    course.write("exercises/stubs.json", text);
    EXPECT_THROW(load_stubs(course.root() / "exercises"), CourseError) << text;
  }
}

}  // namespace
}  // namespace grader
