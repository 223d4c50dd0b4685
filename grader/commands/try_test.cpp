// End to end on the course itself: a student's function meets a fault, and the picture of it is shown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "grader/build/process.hpp"
#include "grader/build/test_support.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing_help::TempFolder;

/// The course's own exercises in a folder of their own, for a student to write in.
class TryTest : public testing::Test {
 protected:
  TryTest() {
    fs::permissions(folder.path(), fs::perms(0755));  // compilers run as another user
    fs::copy(fs::path(HANGTIME_ROOT) / "exercises", folder / "exercises", fs::copy_options::recursive);
  }

  void solve(const std::string& exercise, const std::string& file) const {
    fs::copy_file(fs::path(HANGTIME_ROOT) / "solutions" / exercise / file, folder / "exercises" / exercise / file,
                  fs::copy_options::overwrite_existing);
  }
  ProcessResult try_out(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--course", folder.path().string(), "try"});
    return run_process({.program = GRADER_PROGRAM,
                        .arguments = std::move(arguments),
                        .environment = {"PATH=/usr/bin:/bin"},
                        .folder = folder.path(),
                        .on_events = {}},
                       {}, Interruption());
  }
  TempFolder folder;
};

TEST_F(TryTest, ShowsHowAFunctionMeetsAFault) {
  solve("01_timeout", "timeout.cpp");
  const ProcessResult run = try_out({"01", "--fault", "hang", "--limit", "250ms"});
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, AllOf(HasSubstr("against   hang"), HasSubstr("threw TimeoutError"), HasSubstr("after 250 ms"),
                                HasSubstr("/try"), HasSubstr("client left")));
}

TEST_F(TryTest, GivesEachRequestItsFault) {
  solve("15_retry_backoff", "retry.cpp");
  const ProcessResult run = try_out({"15", "--fault", "503", "--fault", "hang", "--fault", "ok", "--json"});
  EXPECT_EQ(run.code, 0) << run.output;
  const auto result = nlohmann::json::parse(run.output, nullptr, false);
  EXPECT_THAT(result.value("got", ""), HasSubstr("returned"));
  int requests = 0;
  for (const auto& entry : result["timeline"]) requests += entry["what"] == "request" ? 1 : 0;
  EXPECT_EQ(requests, 3) << run.output;
}

TEST_F(TryTest, SaysWhatIsLeftBehind) {
  const fs::path wrong = fs::path(HANGTIME_ROOT) / "solutions/01_timeout/wrong/abandons_the_request.cpp";
  ASSERT_TRUE(fs::exists(wrong));
  fs::copy_file(wrong, folder / "exercises/01_timeout/timeout.cpp", fs::copy_options::overwrite_existing);
  const ProcessResult run = try_out({"01", "--fault", "hang"});
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("1 request left behind"));
}

TEST_F(TryTest, RunsIntoAPortThatRefuses) {
  solve("08_error_taxonomy", "error_taxonomy.cpp");
  const ProcessResult run = try_out({"08", "--fault", "refused"});
  EXPECT_THAT(run.output, HasSubstr("kRefused"));
}

TEST_F(TryTest, ShowsWhyAFileDoesNotCompile) {
  folder.write("exercises/01_timeout/timeout.cpp", "#include \"timeout.hpp\"\nint x = \"\";\n");
  const ProcessResult run = try_out({"01"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.output, AllOf(HasSubstr("does not compile"), HasSubstr("timeout.cpp:2")));
}

TEST_F(TryTest, TakesAFolderThatNobodyElseCanEnterForNoMistakeOfTheStudent) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, whose compilers run as another user";
  fs::permissions(folder.path(), fs::perms(0700));
  const ProcessResult run = try_out({"01"});
  EXPECT_EQ(run.code, 3) << run.output;
  EXPECT_THAT(run.output, HasSubstr("Permission denied"));
}

TEST_F(TryTest, NamesTheExercisesThatCanBeTried) {
  const ProcessResult run = try_out({"05"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, AllOf(HasSubstr("05_task_monitor sends no requests"), HasSubstr("01_timeout")));
  EXPECT_EQ(try_out({}).code, 2);
  const ProcessResult list = try_out({"--list"});
  EXPECT_EQ(list.code, 0);
  EXPECT_THAT(list.output, HasSubstr("hang_mid_body"));
}

}  // namespace
}  // namespace grader
