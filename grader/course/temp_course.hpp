#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace grader::testing_help {

/// A course of two exercises in a temporary folder, for tests to break; removed at the end.
class TempCourse {
 public:
  TempCourse() {
    std::string name = (std::filesystem::temp_directory_path() / "hangtime_course_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    root_ = name;
    write("exercises/course.json", course_json);
    write("exercises/00_hello/exercise.json", hello_json);
    write("exercises/00_hello/hello.cpp", "");
    write("exercises/01_timeout/exercise.json", timeout_json);
    write("exercises/01_timeout/timeout.cpp", "");
    write("exercises/01_timeout/timeout.hpp", "");
  }
  ~TempCourse() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TempCourse(const TempCourse&) = delete;
  TempCourse& operator=(const TempCourse&) = delete;

  const std::filesystem::path& root() const { return root_; }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << text;
  }

  static constexpr const char* course_json = R"({
  "id": "small",
  "title": "A small course",
  "version": "1",
  "objectives": [
    {"id": "timeouts", "text": "Limit", "proficiency": "B1", "bloom": "apply", "assessment": "Code"}
  ],
  "skills": [
    {"id": "timeout-management", "title": "Timeouts", "text": "Limits", "proficiency": "B1-B2", "bloom": "apply"}
  ],
  "exercises": ["00_hello", "01_timeout"],
  "thresholds": {"mastery": 0.9, "remedial": 0.4},
  "paths": {
    "remedial": [{"objective": "timeouts", "text": "Go back", "exercises": ["00_hello"]}],
    "extension": [{"objective": "timeouts", "text": "Go on"}]
  }
}
)";
  static constexpr const char* hello_json = R"({
  "title": "Hello",
  "files": {"edit": ["hello.cpp"]},
  "criteria": [{"id": "says_hello", "points": 0, "text": "says hello"}]
}
)";
  static constexpr const char* timeout_json = R"({
  "title": "A limit",
  "objective": "timeouts",
  "skills": ["timeout-management"],
  "kind": "debug",
  "tier": "core",
  "files": {"edit": ["timeout.cpp"], "read": ["timeout.hpp"]},
  "criteria": [
    {"id": "times_out", "points": 2, "text": "times out", "partial": true},
    {"id": "gives_up", "points": 3, "text": "gives up", "needs": ["times_out"]}
  ],
  "limits": {"test_wall_ms": 5000, "test_cpu_ms": 1000, "output_bytes": 10},
  "defines": ["FAST=1"]
}
)";

 private:
  std::filesystem::path root_;
};

}  // namespace grader::testing_help
