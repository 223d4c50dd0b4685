#include "grader/course/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "grader/course/temp_course.hpp"
#include "grader/schema/schema.hpp"
#include "mock_server/text/utf8.hpp"

namespace grader {
namespace {

using mock_server::text::is_utf8;

using testing::HasSubstr;
using testing_help::TempCourse;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::invalid_argument("the sample has no " + from);
  return text.replace(at, from.size(), to);
}

std::string error_of(const TempCourse& course) {
  try {
    load_course(course.root());
  } catch (const CourseError& error) {
    return error.what();
  }
  return "no error";
}

std::string course_error(const std::string& from, const std::string& to) {
  TempCourse course;
  course.write("exercises/course.json", replaced(TempCourse::course_json, from, to));
  return error_of(course);
}

std::string exercise_error(const std::string& from, const std::string& to) {
  TempCourse course;
  course.write("exercises/01_timeout/exercise.json", replaced(TempCourse::timeout_json, from, to));
  return error_of(course);
}

TEST(LoadCourse, ReadsEverythingTheManifestsSay) {
  const TempCourse files;
  const Course course = load_course(files.root());
  EXPECT_EQ(course.id, "small");
  EXPECT_EQ(course.objectives.at(0).bloom, "apply");
  EXPECT_EQ(course.skills.at(0).title, "Timeouts");
  EXPECT_EQ(course.mastery_threshold, 0.9);
  EXPECT_EQ(course.remedial.at(0).exercises, std::vector<std::string>{"00_hello"});
  EXPECT_EQ(course.extension.at(0).text, "Go on");
  const Exercise& exercise = course.exercises.at(1);
  EXPECT_EQ(exercise.kind, Kind::kDebug);
  EXPECT_EQ(exercise.edit, std::vector<std::string>{"timeout.cpp"});
  EXPECT_EQ(exercise.read, std::vector<std::string>{"timeout.hpp"});
  EXPECT_EQ(exercise.possible(), 5);
  EXPECT_TRUE(exercise.criteria.at(0).partial);
  EXPECT_EQ(exercise.criteria.at(1).needs, std::vector<std::string>{"times_out"});
  EXPECT_EQ(exercise.criteria.at(1).line, 10u);
  EXPECT_EQ(exercise.criteria.at(1).column, 12u);
  EXPECT_EQ(exercise.limits.test_wall.count(), 5000);
  EXPECT_EQ(exercise.defines, std::vector<std::string>{"FAST=1"});
  EXPECT_EQ(course.exercises.at(0).limits.test_wall.count(), 30'000);
  EXPECT_TRUE(exercise.folder.is_absolute());
}

TEST(LoadCourse, FindsAnExerciseByIdNumberOrTopic) {
  const TempCourse files;
  const Course course = load_course(files.root());
  for (const char* name : {"01_timeout", "01", "1", "timeout"})
    EXPECT_EQ(course.find(name), &course.exercises[1]) << name;
  for (const char* name : {"00", "0", "hello"}) EXPECT_EQ(course.find(name), &course.exercises[0]) << name;
  for (const char* name : {"", "2", "001", "_timeout", "time"}) EXPECT_EQ(course.find(name), nullptr) << name;
}

TEST(LoadCourse, TheDigestFollowsEveryManifestAndNothingElse) {
  const TempCourse files;
  const std::string before = load_course(files.root()).digest;
  EXPECT_EQ(before.substr(0, 7), "sha256:");
  files.write("exercises/01_timeout/timeout.cpp", "// changed");
  EXPECT_EQ(load_course(files.root()).digest, before);
  files.write("exercises/00_hello/exercise.json", std::string(TempCourse::hello_json) + "\n");
  EXPECT_NE(load_course(files.root()).digest, before);
}

TEST(LoadCourse, PointsAtAnUnknownKeyAndNamesTheLikelyOne) {
  EXPECT_EQ(exercise_error("\"test_wall_ms\"", "\"test_wall\""),
            "exercises/01_timeout/exercise.json:12:14: unknown key \"test_wall\"; did you mean \"test_wall_ms\"?\n"
            "      \"limits\": {\"test_wall\": 5000, \"test_cpu_ms\": 1000, \"output_bytes\": 10},\n"
            "                 ^\n");
}

TEST(LoadCourse, TheCaretIsRightBehindTabsWideCharactersAndBeforeCarriageReturns) {
  EXPECT_EQ(course_error("  \"title\": \"A small course\",", "\t\"title\": \"\u6642\u00e9\", \"color\": 1,\r"),
            "exercises/course.json:3:17: unknown key \"color\"\n"
            "            \"title\": \"\u6642\u00e9\", \"color\": 1,\n"
            "                            ^\n");
}

TEST(LoadCourse, AFileOfOneVeryLongLineIsShownAroundTheCaret) {
  const std::string error =
      course_error("\"A small course\"",
                   '"' + std::string(300, 'x') + "\", \"color\": 1, \"tail\": \"" + std::string(300, 'y') + '"');
  EXPECT_THAT(error, HasSubstr("course.json:3:316: unknown key \"color\""));
  EXPECT_THAT(error, HasSubstr("…"));
  EXPECT_EQ(error.find(std::string(200, 'x')), std::string::npos);
}

TEST(LoadCourse, AControlCharacterInAManifestNeverReachesTheTerminal) {
  const std::string error = course_error("A small course", "\x1b[2J");
  EXPECT_THAT(error, HasSubstr("a control character in a string"));
  EXPECT_EQ(error.find('\x1b'), std::string::npos);
}

struct Case {
  const char* from;
  const char* to;
  const char* message;      ///< what the loader says
  bool schema_sees = true;  ///< false: a rule across fields or files, which a JSON Schema cannot state
};

const Case kBrokenCourses[] = {
    {"\"version\": \"1\",", "", "1:1: a course needs the key \"version\""},
    {"\"version\": \"1\"", "\"version\": 1", "4:14: \"version\" must be a string, not a whole number"},
    {"\"A small course\"", "\"  \"", "3:12: \"title\" must not be empty", false},
    {"\"small\"", "\"Small!\"", "2:9: \"id\" must be lower-case words joined by '-', not \"Small!\""},
    {"\"title\": \"A small course\",", "\"id\": \"again\", \"title\": \"x\",", "3:3: the key \"id\" is given twice",
     false},
    {"\"bloom\": \"apply\", \"assess", "\"bloom\": \"aply\", \"assess",
     "\"bloom\" is one of remember, understand, apply, analyze, evaluate, create, not \"aply\"; did you mean "
     "\"apply\"?"},
    {"\"proficiency\": \"B1\"", "\"proficiency\": \"B9\"",
     "must be a CEFR level such as B1, or a range such as B1-B2, not \"B9\""},
    {"\"B1-B2\"", "\"B2-B1\"", "must be a CEFR level such as B1, or a range such as B1-B2, not \"B2-B1\"", false},
    {"[\"00_hello\", \"01_timeout\"]", "[]", "11:16: \"exercises\" must not be empty"},
    {"\"01_timeout\"]", "\"01_timeotu\"]", "there is no folder exercises/01_timeotu; did you mean \"01_timeout\"?",
     false},
    {"\"01_timeout\"]", "\"../evil\"]", "\"exercises\" must be folders named by two digits and a topic"},
    {"\"01_timeout\"]", "\"01_timeout\", \"01_timeout\"]", "11:43: the exercise \"01_timeout\" is listed twice"},
    {"\"01_timeout\"]", "\"01_timeout\", \"00_other\"]", "\"00_other\" has the same number as \"00_hello\"", false},
    {"\"01_timeout\"]", "7]", "11:29: each of \"exercises\" must be a string, not a whole number"},
    {"0.9", "9", "12:29: \"mastery\" must be a share from 0 to 1"},
    {"0.9", "0.1", "the threshold \"remedial\" must not be above \"mastery\"", false},
    {"[\"00_hello\"]}", "[\"00_hallo\"]}", "there is no exercise \"00_hallo\"; did you mean \"00_hello\"?", false},
    {"{\"objective\": \"timeouts\", \"text\": \"Go on\"}", "{\"objective\": \"timeout\", \"text\": \"Go on\"}",
     "there is no objective \"timeout\"; did you mean \"timeouts\"?", false},
    {"\"text\": \"Go on\"", "\"text\": \"Go on\", \"page\": \"remedial/gone.md\"",
     "there is no file exercises/remedial/gone.md", false},
    {"{\"mastery\": 0.9, \"remedial\": 0.4}", "[]", "\"thresholds\" must be an object, not a list"},
};

const Case kBrokenExercises[] = {
    {"\"points\": 2", "\"points\": -2", "9:35: \"points\" must be a whole number from 0 to 1000"},
    {"\"points\": 2", "\"points\": 2.5", "\"points\" must be a whole number, not a number"},
    {"\"points\": 2, ", "", "9:5: a criterion needs the key \"points\""},
    {"\"timeouts\"", "\"timeout\"", "3:16: there is no objective \"timeout\"; did you mean \"timeouts\"?", false},
    {"[\"timeout-management\"]", "[\"timing\"]", "4:14: there is no skill \"timing\"\n", false},
    {"\"needs\": [\"times_out\"]", "\"needs\": [\"time_out\"]",
     "there is no criterion \"time_out\"; did you mean \"times_out\"?", false},
    {"\"needs\": [\"times_out\"]", "\"needs\": [\"gives_up\"]",
     "criteria that wait for each other: gives_up -> gives_up; none of them could ever be judged", false},
    {"\"partial\": true", "\"needs\": [\"gives_up\"]",
     "10:67: criteria that wait for each other: times_out -> gives_up -> times_out;", false},
    {"\"gives_up\", \"points\"", "\"times_out\", \"points\"", "10:12: the criterion \"times_out\" is listed twice",
     false},
    {"\"gives_up\", \"points\"", "\"gives up\", \"points\"",
     "must be lower-case words joined by '_', not \"gives up\""},
    {"[\"timeout.cpp\"]", "[\"timeuot.cpp\"]",
     "7:22: there is no file \"timeuot.cpp\" in exercises/01_timeout; did you mean \"timeout.cpp\"?", false},
    {"[\"timeout.cpp\"]", "[\"../00_hello/hello.cpp\"]", "must be a path inside the exercise's folder", false},
    {"[\"timeout.cpp\"]", "[]", "7:21: \"edit\" must not be empty"},
    {"[\"timeout.cpp\"]", "[\"timeout.cpp\", \"timeout.cpp\"]", "the file \"timeout.cpp\" is listed twice"},
    {"\"partial\": true", "\"manual\": true",
     "a manual criterion names in \"file\" what is to be read, one of \"files\".\"optional\"", false},
    {"\"partial\": true", "\"manual\": true, \"file\": \"timeout.hpp\"", "; \"timeout.hpp\" is none of them", false},
    {"\"partial\": true", "\"file\": \"timeout.hpp\"", "add \"manual\": true", false},
    {"[\"timeout.cpp\"]", "[\"timeout.cpp\"], \"optional\": [\"../gone.md\"]",
     "must be a path inside the exercise's folder", false},
    {"\"debug\"", "\"repair\"", "5:11: \"kind\" is one of implement, debug, explain, not \"repair\""},
    {"\"core\"", "\"remedial\"", "a remedial exercise carries no points", false},
    {"5000", "0", "\"test_wall_ms\" must be a whole number from 1 to 3600000"},
    {"\"FAST=1\"", "\"-DFAST\"", "must be NAME or NAME=value, not \"-DFAST\""},
    {"\"partial\": true", "\"partial\": 1", "\"partial\" must be true or false, not a whole number"},
    {"\"title\": \"A limit\",", "\"title\": \"A limit\"", "3:3: expected ',' or '}', found a string", false},
};

TEST(LoadCourse, EveryMistakeInCourseJsonIsNamedWhereItIs) {
  for (const Case& each : kBrokenCourses)
    EXPECT_THAT(course_error(each.from, each.to), HasSubstr(each.message)) << each.to;
}

TEST(LoadCourse, EveryMistakeInExerciseJsonIsNamedWhereItIs) {
  for (const Case& each : kBrokenExercises)
    EXPECT_THAT(exercise_error(each.from, each.to), HasSubstr(each.message)) << each.to;
}

TEST(LoadCourse, OneLookFindsAllMistakesOfAllExercises) {
  TempCourse course;
  course.write("exercises/00_hello/exercise.json", replaced(TempCourse::hello_json, "hello.cpp", "gone.cpp"));
  std::string text = replaced(TempCourse::timeout_json, "\"points\": 2", "\"points\": -1");
  course.write("exercises/01_timeout/exercise.json", replaced(text, "\"debug\"", "\"nothing\""));
  try {
    load_course(course.root());
    FAIL() << "a broken course was loaded";
  } catch (const CourseError& error) {
    ASSERT_EQ(error.problems().size(), 3u) << error.what();
    EXPECT_EQ(error.problems()[0].file, "exercises/00_hello/exercise.json");
    EXPECT_EQ(error.problems()[1].line, 5u);
    EXPECT_EQ(error.problems()[2].column, 35u);
  }
}

TEST(LoadCourse, AMissingManifestSaysWhatIsNotThere) {
  TempCourse course;
  std::filesystem::remove(course.root() / "exercises/01_timeout/exercise.json");
  EXPECT_THAT(error_of(course), HasSubstr("course.json:11:29: there is no file exercises/01_timeout/exercise.json"));
  std::filesystem::remove(course.root() / "exercises/course.json");
  EXPECT_EQ(
      error_of(course),
      "exercises/course.json: cannot be read: No such file or directory; a course's root has a folder \"exercises\" "
      "with course.json in it\n");
}

TEST(LoadCourse, WhateverIsWrongIsPointedAtWithinTheFile) {
  const TempCourse course;
  std::mt19937 random(11);
  const std::string alphabet = "{}[]\",:-0a_ \n\t\r\xC3\xA9\xFF\x01";
  int broken = 0;
  for (int i = 0; i < 300; ++i) {
    const bool is_course = i % 2 == 0;
    std::string text = is_course ? TempCourse::course_json : TempCourse::timeout_json;
    const std::size_t at = random() % text.size();
    random() % 2 == 0 ? text.replace(at, 1, 1, alphabet[random() % alphabet.size()]) : text.erase(at, 1 + random() % 9);
    const std::string name = is_course ? "exercises/course.json" : "exercises/01_timeout/exercise.json";
    course.write("exercises/course.json", is_course ? text : TempCourse::course_json);
    course.write("exercises/01_timeout/exercise.json", is_course ? TempCourse::timeout_json : text);
    try {
      load_course(course.root());
    } catch (const CourseError& error) {
      ++broken;
      for (const Problem& problem : error.problems()) {
        // Renaming an id in course.json makes the exercise that names it wrong; that is where the message points.
        ASSERT_TRUE(is_course || problem.file == name) << error.what();
        ASSERT_GE(problem.line, 1u) << error.what();
        ASSERT_LE(problem.line, std::ranges::count(text, '\n') + 1) << error.what();
        ASSERT_TRUE(is_utf8(render(problem))) << error.what();
        ASSERT_TRUE(problem.caret.ends_with('^')) << error.what();
      }
    }
  }
  EXPECT_GT(broken, 150);
}

nlohmann::json schema_named(const std::string& name) {
  std::ifstream file(std::string(HANGTIME_ROOT) + "/exercises/schema/" + name + ".schema.json");
  return nlohmann::json::parse(file);
}

TEST(CourseSchemas, AcceptTheSamples) {
  EXPECT_EQ(validate(schema_named("course"), nlohmann::json::parse(TempCourse::course_json)),
            std::vector<std::string>{});
  for (const char* text : {TempCourse::hello_json, TempCourse::timeout_json}) {
    EXPECT_EQ(validate(schema_named("exercise"), nlohmann::json::parse(text)), std::vector<std::string>{});
  }
}

TEST(CourseSchemas, RefuseWhatTheLoaderRefusesAsFarAsASchemaCanSay) {
  const auto check = [](const char* schema, const char* sample, const Case& each) {
    const auto document = nlohmann::json::parse(replaced(sample, each.from, each.to), nullptr, false);
    if (document.is_discarded()) return;
    EXPECT_EQ(!validate(schema_named(schema), document).empty(), each.schema_sees) << each.to;
  };
  for (const Case& each : kBrokenCourses) check("course", TempCourse::course_json, each);
  for (const Case& each : kBrokenExercises) check("exercise", TempCourse::timeout_json, each);
}

TEST(CourseSchemas, KnowTheSameKeysAsTheLoader) {
  // An unknown key of each object makes the loader fail; a key the schema knows must not be unknown to the loader.
  const auto keys_of = [](const nlohmann::json& object) {
    std::string text;
    for (const auto& [key, value] : object.at("properties").items()) text += "\"" + key + "\": null, ";
    return text;
  };
  const nlohmann::json course = schema_named("course");
  const nlohmann::json exercise = schema_named("exercise");
  EXPECT_EQ(course_error("{", "{" + keys_of(course)).find("unknown key"), std::string::npos);
  EXPECT_EQ(exercise_error("{", "{" + keys_of(exercise)).find("unknown key"), std::string::npos);
  const nlohmann::json& criterion = exercise.at("properties").at("criteria").at("items");
  EXPECT_EQ(exercise_error("{\"id\"", "{" + keys_of(criterion) + "\"id\"").find("unknown key"), std::string::npos);
}

TEST(LoadCourse, TheRealCourseIsSound) {
  try {
    const Course course = load_course(HANGTIME_ROOT);
    ASSERT_NE(course.find("timeout"), nullptr);
    EXPECT_EQ(course.find("timeout")->possible(), 8);
  } catch (const CourseError& error) {
    FAIL() << error.what();
  }
}

TEST(CourseSchemas, TheRealManifestsConform) {
  const std::filesystem::path exercises = std::filesystem::path(HANGTIME_ROOT) / "exercises";
  std::ifstream file(exercises / "course.json");
  const nlohmann::json course = nlohmann::json::parse(file);
  EXPECT_EQ(validate(schema_named("course"), course), std::vector<std::string>{});
  for (const std::string id : course.at("exercises")) {
    std::ifstream manifest(exercises / id / "exercise.json");
    EXPECT_EQ(validate(schema_named("exercise"), nlohmann::json::parse(manifest)), std::vector<std::string>{}) << id;
  }
}

}  // namespace
}  // namespace grader
