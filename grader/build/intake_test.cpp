#include "grader/build/intake.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "grader/build/errors.hpp"
#include "grader/build/test_support.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing_help::TempFolder;
using Status = Intake::Status;

class IntakeTest : public testing::Test {
 protected:
  IntakeTest() {
    exercise.id = "01_timeout";
    exercise.edit = {"timeout.cpp"};
  }
  Intake take() const { return Submission(folder.path()).take(exercise); }

  TempFolder folder;
  Exercise exercise;
};

TEST_F(IntakeTest, TakesTheNamedFilesAndNothingElse) {
  folder.write("01_timeout/timeout.cpp", "int x;\n");
  folder.write("01_timeout/-Bx.cpp", "evil");
  folder.write("01_timeout/@args.cpp", "evil");
  folder.write("-rf", "evil");
  const Intake intake = take();
  ASSERT_EQ(intake.status, Status::kTaken);
  ASSERT_EQ(intake.files.size(), 1U);
  EXPECT_EQ(intake.files[0].name, "timeout.cpp");
  EXPECT_EQ(intake.files[0].content, "int x;\n");
}

TEST_F(IntakeTest, TakesOptionalFilesThatAreThere) {
  exercise.edit = {"answers.json"};
  exercise.optional = {"explanation.md", "picture.md"};
  folder.write("01_timeout/answers.json", "{}");
  EXPECT_EQ(take().files.size(), 1U);
  folder.write("01_timeout/picture.md", "|--|");
  const Intake intake = take();
  ASSERT_EQ(intake.status, Status::kTaken);
  ASSERT_EQ(intake.files.size(), 2U);
  EXPECT_EQ(intake.files[1].name, "picture.md");
}

TEST_F(IntakeTest, AnOptionalFileAloneIsNotAStart) {
  exercise.optional = {"explanation.md"};
  folder.write("01_timeout/explanation.md", "words");
  EXPECT_EQ(take().status, Status::kNotStarted);
}

TEST_F(IntakeTest, RefusesAnOptionalFileLikeAnyOther) {
  exercise.optional = {"explanation.md"};
  folder.write("01_timeout/timeout.cpp", "int x;\n");
  fs::create_symlink("/etc/passwd", folder / "01_timeout/explanation.md");
  const Intake intake = take();
  EXPECT_EQ(intake.status, Status::kRefused);
  EXPECT_TRUE(intake.files.empty());
  EXPECT_THAT(intake.message, HasSubstr("01_timeout/explanation.md is a symbolic link"));
}

TEST_F(IntakeTest, CallsAMissingFolderOrFileNotStarted) {
  EXPECT_EQ(take().status, Status::kNotStarted);
  fs::create_directory(folder / "01_timeout");
  EXPECT_EQ(take().status, Status::kNotStarted);
}

TEST_F(IntakeTest, RefusesALargeFileWithoutReadingIt) {
  folder.write("01_timeout/timeout.cpp", "");
  fs::resize_file(folder / "01_timeout/timeout.cpp", 50ULL << 20U);
  const Intake intake = take();
  EXPECT_EQ(intake.status, Status::kRefused);
  EXPECT_THAT(intake.message, HasSubstr("01_timeout/timeout.cpp is 50 MiB large; at most 1 MiB is taken"));
}

TEST_F(IntakeTest, TakesExactlyOneMebibyte) {
  folder.write("01_timeout/timeout.cpp", std::string(Submission::kMaxFileBytes, '\n'));
  EXPECT_EQ(take().status, Status::kTaken);
  folder.write("01_timeout/timeout.cpp", std::string(Submission::kMaxFileBytes + 1, '\n'));
  EXPECT_EQ(take().status, Status::kRefused);
}

TEST_F(IntakeTest, RefusesASymbolicLinkToAFile) {
  folder.write("secret.cpp", "int secret;");
  fs::create_directory(folder / "01_timeout");
  fs::create_symlink(folder / "secret.cpp", folder / "01_timeout/timeout.cpp");
  const Intake intake = take();
  EXPECT_EQ(intake.status, Status::kRefused);
  EXPECT_THAT(intake.message, HasSubstr("01_timeout/timeout.cpp is a symbolic link"));
}

TEST_F(IntakeTest, RefusesASymbolicLinkToAFolder) {
  const TempFolder outside;
  outside.write("timeout.cpp", "int secret;");
  fs::create_directory_symlink(outside.path(), folder / "01_timeout");
  const Intake intake = take();
  EXPECT_EQ(intake.status, Status::kRefused);
  EXPECT_THAT(intake.message, HasSubstr("01_timeout is a symbolic link"));
}

TEST_F(IntakeTest, RefusesAnInnerFolderThatIsASymbolicLink) {
  const TempFolder outside;
  outside.write("timeout.cpp", "int secret;");
  fs::create_directory(folder / "01_timeout");
  fs::create_directory_symlink(outside.path(), folder / "01_timeout/src");
  exercise.edit = {"src/timeout.cpp"};
  EXPECT_EQ(take().status, Status::kRefused);
}

TEST_F(IntakeTest, RefusesANamedPipeWithoutWaitingForIt) {
  fs::create_directory(folder / "01_timeout");
  ASSERT_EQ(::mkfifo((folder / "01_timeout/timeout.cpp").c_str(), 0600), 0);
  const Intake intake = take();
  EXPECT_EQ(intake.status, Status::kRefused);
  EXPECT_THAT(intake.message, HasSubstr("is a named pipe"));
}

TEST_F(IntakeTest, RefusesAFolderInTheFilesPlace) {
  fs::create_directories(folder / "01_timeout/timeout.cpp");
  const Intake intake = take();
  EXPECT_EQ(intake.status, Status::kRefused);
  EXPECT_THAT(intake.message, HasSubstr("is a folder"));
}

TEST_F(IntakeTest, RefusesBytesThatAreNoText) {
  folder.write("01_timeout/timeout.cpp", std::string("int x;\n\0", 8));
  EXPECT_THAT(take().message, HasSubstr("NUL byte in line 2 (byte 7)"));
  folder.write("01_timeout/timeout.cpp", "int x; // \xff\n");
  const Intake intake = take();
  EXPECT_EQ(intake.status, Status::kRefused);
  EXPECT_THAT(intake.message, HasSubstr("not valid UTF-8 in line 1 (byte 10)"));
}

TEST_F(IntakeTest, ARefusalFailsTheBuildAndAMissingFileDoesNot) {
  EXPECT_EQ(take().as_build_result().status, BuildResult::Status::kNotStarted);
  folder.write("01_timeout/timeout.cpp", "\xff");
  EXPECT_EQ(take().as_build_result().status, BuildResult::Status::kFailed);
}

TEST_F(IntakeTest, DigestDependsOnNamesAndContentsOnly) {
  folder.write("01_timeout/timeout.cpp", "int x;");
  const Intake one = take();
  folder.write("stray.txt", "stray");
  const Intake two = take();
  EXPECT_EQ(digest({{&exercise, &one}}), digest({{&exercise, &two}}));
  folder.write("01_timeout/timeout.cpp", "int y;");
  const Intake three = take();
  EXPECT_NE(digest({{&exercise, &one}}), digest({{&exercise, &three}}));
}

TEST(SubmissionTest, SaysThatThereIsNoSuchFolder) {
  const TempFolder folder;
  try {
    Submission((folder / "nobody").c_str());
    FAIL() << "opened a folder that is not there";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("there is no such folder"));
  }
  folder.write("file", "");
  EXPECT_THROW(Submission((folder / "file").c_str()), UsageError);
}

TEST(SubmissionTest, MakesItsNameSafe) {
  const TempFolder folder;
  for (const auto& [name, id] :
       {std::pair("Ann Lee", "Ann Lee"), {"-rf", "-rf"}, {"a\nb", "a\\nb"}, {"\x1b[31m", "\\x1b[31m"}}) {
    fs::create_directory(folder / name);
    EXPECT_EQ(Submission(folder / name).id(), id);
    EXPECT_EQ(Submission(folder / name / ".").id(), id);
  }
}

}  // namespace
}  // namespace grader
