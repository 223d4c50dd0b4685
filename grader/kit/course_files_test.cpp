#include "grader/kit/course_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "grader/build/test_support.hpp"

namespace grader {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing_help::TempFolder;

TEST(CourseFilesTest, AreWhatStudentsAreToSee) {
  const TempFolder root;
  for (const char* file : {"course.json", "ROSETTA.md", ".hangtime.json", "remedial/futures.md", "schema/a.schema.json",
                           "kit/CMakeLists.txt", "kit/aio/aio.hpp", "kit/aio/run.cpp", "kit/aio/run_test.cpp",
                           "kit/aio/testing/help.hpp", "01_one/one.cpp", "01_one/one.cpp~", "01_one/.one.cpp.swp",
                           "01_one/snippets/q1.cpp", "01_one/a.out", "02_two/two.cpp"}) {
    root.write(std::string("exercises/") + file, "text");
  }
  std::filesystem::create_symlink("/etc/passwd", root / "exercises/01_one/link.md");
  Exercise one;
  one.folder = root / "exercises/01_one";
  std::vector<std::string> names;
  for (const auto& file : files_for_students(root.path(), {&one}))
    names.push_back(file.lexically_relative("exercises").string());
  EXPECT_THAT(names, ElementsAre("01_one/one.cpp", "01_one/snippets/q1.cpp", "ROSETTA.md", "course.json",
                                 "kit/aio/aio.hpp", "remedial/futures.md", "schema/a.schema.json"));
}

class CourseManifestTest : public testing::Test {
 protected:
  CourseManifestTest() {
    for (const char* id : {"00_alpha", "01_beta"}) {
      Exercise exercise;
      exercise.id = id;
      exercise.objective = std::string("objective-of-") + id;
      exercise.skills = {"both", std::string("skill-of-") + id};
      course.exercises.push_back(exercise);
    }
  }
  static json object(const char* id) { return {{"id", id}}; }

  Course course;
  json manifest{
      {"title", "T"},
      {"exercises", {"00_alpha", "01_beta"}},
      {"objectives", {object("objective-of-00_alpha"), object("objective-of-01_beta")}},
      {"skills", {object("both"), object("skill-of-00_alpha"), object("skill-of-01_beta")}},
      {"paths",
       {{"remedial", json::array({{{"objective", "objective-of-00_alpha"}, {"exercises", {"01_beta", "00_alpha"}}}})},
        {"extension", json::array({{{"objective", "objective-of-01_beta"}}})}}}};
};

TEST_F(CourseManifestTest, IsTheVeryTextForTheWholeCourse) {
  const std::string text = manifest.dump(7);
  EXPECT_EQ(course_manifest(text, course, {&course.exercises[0], &course.exercises[1]}), text);
}

TEST_F(CourseManifestTest, HasOnlyWhatTheExercisesServe) {
  const json part = json::parse(course_manifest(manifest.dump(), course, {&course.exercises[0]}));
  EXPECT_EQ(part.at("title"), "T");
  EXPECT_EQ(part.at("exercises"), json({"00_alpha"}));
  EXPECT_EQ(part.at("objectives"), json::array({object("objective-of-00_alpha")}));
  EXPECT_EQ(part.at("skills"), json::array({object("both"), object("skill-of-00_alpha")}));
  EXPECT_EQ(part.at("paths").at("remedial"),
            json::array({{{"objective", "objective-of-00_alpha"}, {"exercises", {"00_alpha"}}}}));
  EXPECT_EQ(part.at("paths").at("extension"), json::array());
}

}  // namespace
}  // namespace grader
