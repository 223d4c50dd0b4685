#include "grader/build/notices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/build/test_support.hpp"

namespace grader {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class NoticesTest : public testing::Test {
 protected:
  json explained(const std::vector<json>& notices) {
    RunRecord run;
    run.tests.resize(1);
    run.tests[0].diagnostics = notices;
    explain_notices(run, "11_never_awaited", files);
    return run.tests[0].diagnostics;
  }
  static json notice(const std::string& kind, const std::string& text) { return {{"kind", kind}, {"text", text}}; }

  std::vector<SourceFile> files{{"never_awaited.cpp",
                                 "#include <aio/aio.hpp>\n"                         // 1
                                 "void f(std::function<aio::Task<>()> audit) {\n"   // 2
                                 "  // audit() has to be called, auditor(1) not\n"  // 3
                                 "  co_await  audit();\n"                           // 4
                                 "  auto entry = audit();\n"                        // 5
                                 "  auditor(); tell();\n"                           // 6
                                 "  tell();\n"                                      // 7
                                 "}\n"}};
};

TEST_F(NoticesTest, PointAtTheStudentsLine) {
  const json all = explained({notice(
      "never_retrieved", "./never_awaited.cpp:4: task 'audit' failed, and nobody asked for its exception: no: ink")});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["file"], "11_never_awaited/never_awaited.cpp");
  EXPECT_EQ(all[0]["line"], 4);
  EXPECT_EQ(all[0]["source_line"], "  co_await  audit();");
  EXPECT_EQ(all[0]["text"], "task 'audit' failed, and nobody asked for its exception: no: ink");
  EXPECT_THAT(all[0]["explanation"].get<std::string>(), HasSubstr("Its error is lost"));
}

TEST_F(NoticesTest, PointAtTheOnlyCallThatIsNotAwaited) {
  const json all = explained({notice("never_awaited", "coroutine 'audit' was never awaited")});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["line"], 5);
}

TEST_F(NoticesTest, NameNoLineWhereSeveralAreMeant) {
  const json all = explained({notice("never_awaited", "coroutine 'tell' was never awaited"),
                              notice("never_awaited", "coroutine '' was never awaited"),
                              notice("never_awaited", "coroutine 'elsewhere' was never awaited")});
  ASSERT_EQ(all.size(), 3U);
  for (const json& each : all) EXPECT_FALSE(each.contains("file") || each.contains("line")) << each;
}

TEST_F(NoticesTest, KeepWhatIsNoticedAgainOnce) {
  const json all = explained({notice("never_retrieved", "./never_awaited.cpp:5: task failed: ab"),
                              notice("never_retrieved", "./never_awaited.cpp:5: task failed: cd"),
                              notice("never_retrieved", "./never_awaited.cpp:6: task failed: ab"),
                              notice("blocked_loop", "./never_awaited.cpp:5: blocked")});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0]["count"], 2);
  EXPECT_EQ(all[0]["text"], "task failed: ab");
  EXPECT_EQ(all[1]["count"], 1);
}

TEST_F(NoticesTest, KnowABlockedLoopAgainWhateverTimeItTook) {
  const auto blocked = [](const std::string& task, const std::string& time) {
    return notice("blocked_loop", "a step of task '" + task + "' blocked the loop for " + time + " s");
  };
  const json all = explained({blocked("the call", "0.153"), blocked("the call", "0.2"), blocked("main", "0.110"),
                              notice("never_retrieved", "task 'a' (run_operation) failed")});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["count"], 2);
  EXPECT_EQ(all[1]["text"], "task 'a' failed");
}

TEST_F(NoticesTest, ForgetPlacesThatAreNotTheStudents) {
  const json all =
      explained({notice("never_awaited", "/opt/course/exercises/kit/aio/sleep.cpp:9: coroutine 'sleep' was lost"),
                 notice("deadlock", "all tasks wait: 'main' for a future"), notice("made up", "x")});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0]["text"], "coroutine 'sleep' was lost");
  EXPECT_FALSE(all[0].contains("file"));
  EXPECT_EQ(all[1]["text"], "all tasks wait: 'main' for a future");
  EXPECT_FALSE(all[2].contains("explanation"));
}

TEST(NoticeMeanings, CoverEachKindOfTheKitAndAreInTheDocs) {
  const std::filesystem::path source = HANGTIME_SOURCE_DIR;
  const std::string kit = testing_help::read_file(source / "exercises/kit/aio/diagnostics.cpp");
  const std::string page = testing_help::read_file(source / "docs/messages.md");
  std::size_t kinds = 0;
  for (std::size_t at = 0; (at = kit.find("case Diagnostic::Kind::", at)) != std::string::npos; ++at) ++kinds;
  EXPECT_EQ(notice_meanings().size(), kinds);
  for (const NoticeMeaning& each : notice_meanings()) {
    EXPECT_THAT(kit, HasSubstr("return \"" + std::string(each.kind) + "\";"));
    EXPECT_THAT(page, HasSubstr("| `" + std::string(each.kind) + "` | " + std::string(each.text) + " |"));
  }
}

}  // namespace
}  // namespace grader
