// End to end: the real program on a fake course, with a real compiler for the student's file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <filesystem>
#include <map>
#include <thread>

#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_help::FakeCourse;
using testing_help::GraderRun;
using testing_help::read_file;

class GradeTest : public testing::Test {
 protected:
  GraderRun grade(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"grade", course.submission(), "--out", course.report(), "--seed", "7"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return course.grader(arguments);
  }
  json report() const { return json::parse(read_file(course.report()), nullptr, false); }
  json exercise(const std::string& id) const {
    const json all = report();
    if (!all.is_object()) return {};
    for (const json& one : all["exercises"]) {
      if (one["id"] == id) return one;
    }
    return {};
  }
  void submit(const std::string& exercise, int answer) const { course.answer(course.submission(), exercise, answer); }
  void submit(const std::string& exercise, const std::string& text) const {
    course.folder().write(course.submission() / exercise / FakeCourse::file_of(exercise), text);
  }

  FakeCourse course;
};

TEST_F(GradeTest, RefusesAnOfficialScoreBelowTheRequiredLevel) {
  submit("00_alpha", 0);
  const GraderRun run = grade({"--isolation", "C", "--require-isolation", "B"});
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.output, HasSubstr("no official score: isolation B is required, and this machine gives C"));
  EXPECT_THAT(run.output, HasSubstr("--require-isolation C"));
  EXPECT_FALSE(fs::exists(course.report()));
}

TEST_F(GradeTest, TheReportCarriesTheLevelAndWhatTheCanaryTried) {
  submit("00_alpha", 0);
  ASSERT_EQ(grade().code, 0);
  const json isolation = report()["isolation"];
  EXPECT_EQ(isolation["level"], "C");
  EXPECT_EQ(isolation["official"], true);
  EXPECT_EQ(isolation["canary"]["ran"], 22);
  EXPECT_THAT(isolation["canary"]["open"].get<std::vector<std::string>>(), testing::Contains("read-a-foreign-file"));
}

TEST_F(GradeTest, TheDoctorSaysWhatHoldsAndWhatACanaryCouldDo) {
  const GraderRun low = course.grader({"doctor", "--isolation", "C", "--require-isolation", "B"});
  EXPECT_EQ(low.code, 1);
  EXPECT_THAT(low.output, AllOf(HasSubstr("✓ C  separate process only"), HasSubstr("✗ read-a-foreign-file"),
                                HasSubstr("✓ survive"), HasSubstr("Official grading needs level B or higher")));
  const GraderRun run = course.grader({"doctor", "--json", "--isolation", "C"});
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.json()["isolation"]["rungs"].back()["holds"], true) << run.output;
}

TEST_F(GradeTest, WritesTheReportInTheCoursesOrder) {
  submit("00_alpha", 0);
  submit("01_beta", 1);
  submit("02_gamma", 2);
  const GraderRun run = grade();
  EXPECT_EQ(run.code, 0) << run.output;
  const json report = this->report();
  ASSERT_TRUE(report.is_object()) << run.output;
  EXPECT_EQ(report["score"]["earned"], 5 + 2 + 0);
  EXPECT_EQ(report["score"]["possible"], 15);
  EXPECT_EQ(report["seed"], 7);
  EXPECT_EQ(report["submission"]["id"], "submission");
  ASSERT_EQ(report["exercises"].size(), 3U);
  EXPECT_EQ(report["exercises"][0]["status"], "passed");
  EXPECT_EQ(report["exercises"][1]["status"], "partial");
  EXPECT_EQ(report["exercises"][2]["status"], "failed");
  EXPECT_TRUE(fs::is_empty(course.work())) << "a work folder was left behind";
}

TEST_F(GradeTest, GivesTheSameReportTwice) {
  submit("00_alpha", 1);
  submit("01_beta", "int nonsense");
  grade();
  json first = report();
  grade({"--jobs", "1"});
  json second = report();
  first.erase("started");
  second.erase("started");
  EXPECT_EQ(first, second);
}

TEST_F(GradeTest, RequiresAShareOfThePoints) {
  submit("00_alpha", 1);
  EXPECT_EQ(grade({"--exercise", "00", "--require", "40"}).code, 0);
  EXPECT_EQ(grade({"--exercise", "00", "--require", "41"}).code, 1);
  EXPECT_EQ(grade({"--exercise", "00", "--require", "101"}).code, 2);
}

TEST_F(GradeTest, GradesOnlyWhatWasAskedFor) {
  submit("00_alpha", 0);
  EXPECT_EQ(grade({"--exercise", "gamma", "--exercise", "00"}).code, 0);
  const json all = report();
  ASSERT_EQ(all["exercises"].size(), 2U);
  EXPECT_EQ(all["exercises"][0]["id"], "00_alpha");
  EXPECT_EQ(all["exercises"][1]["id"], "02_gamma");
  const GraderRun run = grade({"--exercise", "00_alpa"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("the course has no exercise \"00_alpa\"; did you mean \"00_alpha\"?"));
}

TEST_F(GradeTest, PrintsJsonWhenAsked) {
  submit("00_alpha", 0);
  const GraderRun run = grade({"--json"});
  EXPECT_EQ(run.json(), report()) << run.output;
}

TEST_F(GradeTest, MissingFilesAreNotStarted) {
  submit("00_alpha", 0);
  fs::create_directory(course.submission() / "01_beta");
  EXPECT_EQ(grade().code, 0);
  EXPECT_EQ(exercise("01_beta")["status"], "not_started");
  EXPECT_EQ(exercise("02_gamma")["status"], "not_started");
  EXPECT_EQ(exercise("02_gamma")["earned"], 0);
}

TEST_F(GradeTest, AnEmptySubmissionIsGradedAndSaysSo) {
  const GraderRun run = grade();
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.output, HasSubstr("a submission holds folders such as 00_alpha/ with alpha.cpp in them"));
  EXPECT_EQ(report()["score"]["earned"], 0);
}

TEST_F(GradeTest, NoSuchSubmission) {
  const GraderRun run = course.grader({"grade", "nobody", "--out", course.report()});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("cannot open the submission nobody: there is no such folder"));
}

TEST_F(GradeTest, AFileThatDoesNotCompileShowsItsLineAndTheOthersAreGraded) {
  submit("00_alpha", "int answer() {\n  return wher;\n}\n");
  submit("01_beta", 0);
  const GraderRun run = grade();
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(exercise("00_alpha")["status"], "build_failed");
  const json diagnostic = exercise("00_alpha")["build"]["diagnostics"][0];
  EXPECT_EQ(diagnostic["file"], "00_alpha/alpha.cpp");
  EXPECT_EQ(diagnostic["line"], 2);
  EXPECT_EQ(diagnostic["source_line"], "  return wher;");
  EXPECT_THAT(run.output, HasSubstr("return wher;"));
  EXPECT_EQ(exercise("01_beta")["status"], "passed");
}

TEST_F(GradeTest, RefusesHostileFilesAndGradesTheOthers) {
  submit("00_alpha", 0);
  fs::resize_file(course.submission() / "00_alpha/alpha.cpp", 50ULL << 20U);
  submit("01_beta", std::string("\x7f"
                                "ELF\0\0\1",
                                7));
  submit("02_gamma", 0);
  const GraderRun run = grade();
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(exercise("00_alpha")["status"], "build_failed");
  EXPECT_EQ(exercise("01_beta")["status"], "build_failed");
  EXPECT_EQ(exercise("02_gamma")["status"], "passed");
  EXPECT_THAT(run.output, AllOf(HasSubstr("50 MiB"), HasSubstr("NUL byte")));
}

TEST_F(GradeTest, FollowsNoSymbolicLinkAndWaitsForNoPipe) {
  course.folder().write("outside/beta.cpp", FakeCourse::source(0));
  fs::create_directory(course.submission() / "00_alpha");
  fs::create_symlink(course.folder() / "outside/beta.cpp", course.submission() / "00_alpha/alpha.cpp");
  fs::create_directory_symlink(course.folder() / "outside", course.submission() / "01_beta");
  fs::create_directory(course.submission() / "02_gamma");
  ASSERT_EQ(::mkfifo((course.submission() / "02_gamma/gamma.cpp").c_str(), 0600), 0);
  const GraderRun run = grade();
  EXPECT_EQ(run.code, 0);
  for (const char* id : {"00_alpha", "01_beta", "02_gamma"}) EXPECT_EQ(exercise(id)["status"], "build_failed") << id;
  EXPECT_EQ(report()["score"]["earned"], 0);
}

TEST_F(GradeTest, NamesOfFoldersAndStrayFilesAreHarmless) {
  submit("00_alpha", 0);
  for (const char* stray : {"-Bx.cpp", "@args.cpp", "a b.cpp", "new\nline.cpp", "; rm -rf x"}) {
    course.folder().write(course.submission() / "00_alpha" / stray, "#error taken\n");
    course.folder().write(course.submission() / stray, "#error taken\n");
  }
  for (const char* name : {"Ann Lee", "new\nline", "-rf", "@args", "$(reboot)"}) {
    fs::copy(course.submission(), course.folder() / name, fs::copy_options::recursive);
    const GraderRun run = course.grader({"grade", "--out", course.report(), "--", name});
    EXPECT_EQ(run.code, 0) << name << "\n" << run.output;
    EXPECT_EQ(exercise("00_alpha")["status"], "passed") << name;
    EXPECT_THAT(report()["submission"]["id"].get<std::string>(), Not(HasSubstr("\n")));
  }
}

TEST_F(GradeTest, ADeadProctorIsAGraderErrorAndNeverTheStudents) {
  submit("00_alpha", 3);
  submit("01_beta", 0);
  const GraderRun run = grade();
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(report()["complete"], false);
  EXPECT_EQ(exercise("00_alpha")["status"], "grader_error");
  EXPECT_EQ(exercise("00_alpha")["criteria"][0]["status"], "passed");
  EXPECT_EQ(exercise("00_alpha")["criteria"][1]["status"], "grader_error");
  EXPECT_EQ(exercise("01_beta")["status"], "passed");
  EXPECT_THAT(run.output, HasSubstr("killed by signal 11"));
}

TEST_F(GradeTest, AHangingProctorIsAGraderError) {
  submit("00_alpha", 4);
  const GraderRun run = grade({"--patience", "10"});
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(exercise("00_alpha")["criteria"][1]["status"], "grader_error");
  EXPECT_THAT(run.output, HasSubstr("was silent for too long"));
}

TEST_F(GradeTest, GarbageMissingEventsAndAMissingTestAreGraderErrors) {
  submit("00_alpha", 5);
  submit("01_beta", 6);
  submit("02_gamma", 7);
  EXPECT_EQ(grade().code, 3);
  EXPECT_EQ(report()["complete"], false);
  for (const char* id : {"00_alpha", "01_beta", "02_gamma"}) EXPECT_EQ(exercise(id)["status"], "grader_error") << id;
  EXPECT_EQ(exercise("00_alpha")["criteria"][0]["status"], "grader_error") << "nothing is believed beside garbage";
}

TEST_F(GradeTest, LeavesNoDaemonOfAProctorBehind) {
  submit("00_alpha", 8);
  EXPECT_EQ(grade({"--patience", "10"}).code, 3);
  const std::string pids = read_file(course.marker());
  ASSERT_THAT(pids, Not(IsEmpty()));
  EXPECT_NE(::kill(std::stoi(pids), 0), 0);
  EXPECT_NE(::kill(std::stoi(pids.substr(pids.find('\n') + 1)), 0), 0);
}

TEST_F(GradeTest, ABrokenCourseIsNamedWithItsPlace) {
  const fs::path manifest = course.root() / "exercises/00_alpha/exercise.json";
  const std::string whole = read_file(manifest);
  submit("00_alpha", 0);

  course.folder().write(manifest, whole.substr(0, whole.size() / 2));
  GraderRun run = grade();
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("exercises/00_alpha/exercise.json:"));

  json unknown = json::parse(whole);
  unknown["titel"] = "x";
  course.folder().write(manifest, unknown.dump(2));
  run = grade();
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, AllOf(HasSubstr("unknown key \"titel\""), HasSubstr("did you mean \"title\"?")));

  course.folder().write(manifest, whole);
  course.write_tests("00_alpha", {{"first", "One"}, {"first", "Two"}});
  run = grade();
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, AllOf(HasSubstr("exercises/00_alpha/exercise.json:"), HasSubstr("second")));

  course.write_tests("00_alpha", {{"first", "One"}, {"second", "Three"}, {"third", "Four"}});
  run = grade();
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("third"));
  EXPECT_FALSE(fs::exists(course.report()));
}

TEST_F(GradeTest, AnInstallationThatIsNotBuiltNamesTheNextStep) {
  submit("00_alpha", 0);
  const std::string whole = read_file(course.toolchain());
  fs::remove(course.toolchain());
  GraderRun run = grade();
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.output, AllOf(HasSubstr("the course is not built"), HasSubstr("run ./hangtime build")));
  course.folder().write(course.toolchain(), whole);
  fs::remove(course.toolchain().parent_path() / "01_beta/proctor");
  run = grade();
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.output, HasSubstr("the test program of 01_beta is missing"));
}

TEST_F(GradeTest, AMissingCompilerCostsNobodyAPoint) {
  json toolchain = json::parse(read_file(course.toolchain()));
  toolchain["compiler"] = course.folder().write("compiler", "#!/no/such/interpreter\n", true).string();
  course.folder().write(course.toolchain(), toolchain.dump());
  submit("00_alpha", 0);
  const GraderRun run = grade();
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(exercise("00_alpha")["status"], "grader_error");
}

TEST_F(GradeTest, AReportThatCannotBeWrittenIsFoundBeforeTheWork) {
  submit("00_alpha", 0);
  const auto to = [&](const fs::path& out) { return course.grader({"grade", course.submission(), "--out", out}); };
  GraderRun run = to("no/such/folder/report.json");
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("cannot write no/such/folder/report.json: there is no folder no/such/folder"));
  run = to(course.submission() / "00_alpha/alpha.cpp/report.json");
  EXPECT_EQ(run.code, 2);
  run = to(course.submission());
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("it is a folder"));
  run = to("/proc/report.json");
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.output, HasSubstr("cannot write /proc/report.json"));
  EXPECT_EQ(course.proctor_runs(), 0);
}

TEST_F(GradeTest, UsageErrorsExitWithTwo) {
  EXPECT_EQ(course.grader({"grade"}).code, 2);
  EXPECT_EQ(course.grader({"grdae"}).code, 2);
  EXPECT_EQ(course.grader({"grade", course.submission(), "--jobs", "many"}).code, 2);
  EXPECT_EQ(course.grader({}).code, 2);
  const GraderRun help = course.grader({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.output, HasSubstr("Exit codes: 0 done, 1 not passed, 2 usage"));
  EXPECT_THAT(course.grader({"--version"}).output, HasSubstr("grader "));
}

TEST_F(GradeTest, SpeaksWithoutColourOrProgressIntoAPipe) {
  submit("00_alpha", 1);
  EXPECT_THAT(grade().output, Not(HasSubstr("\x1b")));
}

// Starts the program on a submission whose proctor hangs, and waits until it does.
class InterruptTest : public GradeTest {
 protected:
  InterruptTest() {
    submit("00_alpha", 8);
    submit("01_beta", 0);
    const Command command = course.grader_command({"grade", course.submission(), "--out", course.report()});
    std::vector<char*> arguments{const_cast<char*>(command.program.c_str())};
    for (const std::string& text : command.arguments) arguments.push_back(const_cast<char*>(text.c_str()));
    arguments.push_back(nullptr);
    std::vector<char*> environment;
    for (const std::string& text : command.environment) environment.push_back(const_cast<char*>(text.c_str()));
    environment.push_back(nullptr);
    if (::posix_spawn(&pid, command.program.c_str(), nullptr, nullptr, arguments.data(), environment.data()) != 0)
      pid = -1;
    for (int i = 0; i < 6000 && !fs::exists(course.marker()); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  int end_with(int signal) {
    ::kill(pid, signal);
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  bool all_gone() const {
    const std::string pids = read_file(course.marker());
    return ::kill(std::stoi(pids), 0) != 0 && ::kill(std::stoi(pids.substr(pids.find('\n') + 1)), 0) != 0;
  }

  pid_t pid = -1;
};

TEST_F(InterruptTest, EndsWith130AndLeavesNothing) {
  ASSERT_TRUE(fs::exists(course.marker()));
  EXPECT_EQ(end_with(SIGINT), 130);
  EXPECT_TRUE(all_gone());
  EXPECT_TRUE(fs::is_empty(course.report().parent_path()));
  EXPECT_TRUE(fs::is_empty(course.work()));
}

TEST_F(InterruptTest, EndsWith130OnTerminationAndHangup) {
  ASSERT_TRUE(fs::exists(course.marker()));
  EXPECT_EQ(end_with(SIGHUP), 130);
  EXPECT_TRUE(all_gone());
}

TEST_F(InterruptTest, LeavesNoProcessEvenWhenItIsKilled) {
  ASSERT_TRUE(fs::exists(course.marker()));
  end_with(SIGKILL);
  for (int i = 0; i < 2000 && !all_gone(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(all_gone());
}

}  // namespace
}  // namespace grader
