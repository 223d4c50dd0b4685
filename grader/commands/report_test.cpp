// End to end: a report.json in other forms.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using testing_help::FakeCourse;
using testing_help::GraderRun;
using testing_help::read_file;

class ReportTest : public testing::Test {
 protected:
  ReportTest() {
    course.answer(course.submission(), "00_alpha", 1);
    course.grader({"grade", course.submission().string(), "--out", course.report().string()});
  }
  GraderRun show(std::vector<std::string> more) const {
    more.insert(more.begin(), "report");
    return course.grader(std::move(more));
  }
  std::string written(const std::string& name, const std::string& text) const {
    return course.folder().write(name, text).string();
  }

  FakeCourse course;
};

TEST_F(ReportTest, BecomesAPage) {
  const GraderRun run = show({course.report().string(), "--to", "html"});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.output, AllOf(StartsWith("<!DOCTYPE html>"), HasSubstr("does the second thing"),
                                HasSubstr("2 of 5 points"), HasSubstr("why it failed")));
}

TEST_F(ReportTest, GoesIntoAFileWhenToldSo) {
  const std::string page = (course.folder() / "out/page.html").string();
  const GraderRun run = show({course.report().string(), "--to", "html", "--out", page});
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.output, "");
  EXPECT_EQ(read_file(page), show({course.report().string(), "--to", "html"}).output);
  EXPECT_EQ(show({course.report().string(), "--to", "html", "--out", (course.folder() / "no/page.html").string()}).code,
            2);
}

TEST_F(ReportTest, IsWhatGradeShowed) {
  const GraderRun graded = course.grader({"grade", course.submission().string(), "--out", course.report().string()});
  EXPECT_EQ(show({course.report().string(), "--to", "text"}).output, graded.output);
}

TEST_F(ReportTest, NamesTheFormatsThereAre) {
  const GraderRun run = show({course.report().string(), "--to", "htlm"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, AllOf(HasSubstr("there is no format \"htlm\""), HasSubstr("html, text"),
                                HasSubstr("did you mean \"html\"?")));
}

TEST_F(ReportTest, RefusesWhatIsNoReport) {
  const auto refusal = [&](const std::string& file) {
    const GraderRun run = show({file, "--to", "html"});
    EXPECT_EQ(run.code, 2) << file;
    EXPECT_THAT(run.output, AllOf(StartsWith("grader: "), Not(HasSubstr("<html"))));
    return run.output;
  };
  EXPECT_THAT(refusal(written("other.json", R"({"schema": "hangtime/verify/1"})")),
              AllOf(HasSubstr("its schema is \"hangtime/verify/1\", not \"hangtime/report/1\""),
                    HasSubstr("./hangtime grade")));
  EXPECT_THAT(refusal(written("none.json", "{}")), HasSubstr("it has no \"schema\""));
  EXPECT_THAT(refusal(written("list.json", "[]")), HasSubstr("it is no object"));
  EXPECT_THAT(refusal(written("broken.json", "{\"schema\": ")), HasSubstr("is no JSON"));
  EXPECT_THAT(refusal((course.folder() / "missing.json").string()), HasSubstr("No such file or directory"));
  EXPECT_THAT(refusal(course.folder().path().string()), HasSubstr("is a folder"));
}

}  // namespace
}  // namespace grader
