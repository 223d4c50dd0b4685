#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/course/course.hpp"
#include "grader/rubric/rubric.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// One file taken from a submission: plain UTF-8 text.
struct SourceFile {
  std::string name;  ///< relative to the exercise's folder, "timeout.cpp"
  std::string content;
};

/// What a submission holds for one exercise.
struct Intake {
  enum class Status { kTaken, kNotStarted, kRefused, kGraderError };
  Status status = Status::kNotStarted;
  std::vector<SourceFile>
      files;  ///< kTaken: one per `edit` file of the exercise, in that order, then the `optional` ones that are there
  std::string message;  ///< kRefused, kGraderError: the file and why

  /// What the build makes of it when there is nothing to build.
  BuildResult as_build_result() const;
};

/// A folder a student handed in. Only the files the course names are ever looked at, and nothing in it is trusted:
/// no symbolic link is followed, only regular files of at most 1 MiB are read.
class Submission {
 public:
  static constexpr std::size_t kMaxFileBytes = 1024 * 1024;

  /// Errors: UsageError when there is no such folder.
  explicit Submission(const std::filesystem::path& folder);

  /// Takes the exercise's `edit` files and such `optional` ones as are there. Not all of the first: kNotStarted.
  Intake take(const Exercise& exercise) const;

  /// The folder's name, made safe to show; the submission's identity in reports.
  const std::string& id() const { return id_; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  UniqueFd descriptor_;
  std::string id_;
};

/// Which exercise an intake is of.
struct Taken {
  const Exercise* exercise;
  const Intake* intake;
};

/// "sha256:…" over the names and contents of all files taken.
std::string digest(const std::vector<Taken>& taken);

}  // namespace grader
