#include "grader/commands/student_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/build/test_support.hpp"

namespace grader {
namespace {

using testing::HasSubstr;

class StudentStateTest : public testing::Test {
 protected:
  testing_help::TempFolder folder;
  std::string notice;
};

TEST_F(StudentStateTest, IsReadAsItWasWritten) {
  EXPECT_TRUE(load_state(folder.path(), notice).hints.empty());
  save_state(folder.path(), {.hints = {{"01_timeout", {{"times_out", 2}}}}});
  EXPECT_EQ(load_state(folder.path(), notice).hints.at("01_timeout").at("times_out"), 2);
  EXPECT_EQ(notice, "");
}

TEST_F(StudentStateTest, ThatCannotBeUnderstoodIsSetAside) {
  for (const char* text :
       {"", "{", "[]", R"({"schema":"hangtime/state/1"})", R"({"schema":"hangtime/state/9","hints":{}})",
        R"({"schema":"hangtime/state/1","hints":{"01":{"a":"many"}}})"}) {
    folder.write(".hangtime.json", text);
    notice.clear();
    EXPECT_TRUE(load_state(folder.path(), notice).hints.empty()) << text;
    EXPECT_THAT(notice, HasSubstr("set aside")) << text;
    EXPECT_FALSE(std::filesystem::exists(state_file(folder.path()))) << text;
  }
}

}  // namespace
}  // namespace grader
