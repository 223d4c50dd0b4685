#include "grader/build/intake.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/digest/digest.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// Why a file was not taken; `missing` and `broken` are not the student's refusals.
struct Refusal {
  Intake::Status status = Intake::Status::kRefused;
  std::string message;
};

Refusal refuse(const std::string& shown, const std::string& why) {
  return {Intake::Status::kRefused, shown + " " + why};
}

Refusal from_errno(const std::string& shown, int error) {
  if (error == ENOENT) return {Intake::Status::kNotStarted, {}};
  return {Intake::Status::kGraderError,
          shown + " cannot be read: " + errno_text(error) + "; may the grading user read the submission?"};
}

std::string kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISLNK(mode)) return "a symbolic link";
  if (S_ISFIFO(mode)) return "a named pipe";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return "something else";
}

std::string human_size(off_t bytes) {
  if (bytes < 10 * 1024 * 1024) return std::to_string(bytes / 1024) + " KiB";
  return std::to_string(bytes / (1024 * 1024)) + " MiB";
}

// Opens one step of the path. What it is gets checked before the open (a device may act on being opened) and after it.
std::optional<Refusal> open_step(int at, const std::string& name, bool last, const std::string& shown, UniqueFd& out) {
  struct stat info{};
  if (::fstatat(at, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) return from_errno(shown, errno);
  const auto is_right = [&] { return last ? S_ISREG(info.st_mode) : S_ISDIR(info.st_mode); };
  const auto wrong_kind = [&] {
    return refuse(shown, "is " + kind_of(info.st_mode) + "; only " + (last ? "regular files" : "folders") +
                             " of the submission itself are taken");
  };
  if (!is_right()) return wrong_kind();
  const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | (last ? 0 : O_DIRECTORY);
  out.reset(::openat(at, name.c_str(), flags));
  if (!out) return from_errno(shown, errno);
  if (::fstat(out.get(), &info) != 0) return from_errno(shown, errno);
  if (!is_right()) return wrong_kind();
  if (last && info.st_size > static_cast<off_t>(Submission::kMaxFileBytes)) {
    return refuse(shown, "is " + human_size(info.st_size) + " large; at most 1 MiB is taken");
  }
  return std::nullopt;
}

std::optional<Refusal> read_all(int fd, const std::string& shown, std::string& content) {
  char buffer[64 * 1024];
  for (;;) {
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return from_errno(shown, errno);
    if (got == 0) return std::nullopt;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > Submission::kMaxFileBytes)
      return refuse(shown, "is larger than 1 MiB; at most 1 MiB is taken");
  }
}

std::optional<Refusal> check_text(const std::string& shown, const std::string& content) {
  const auto place = [&](std::size_t at) {
    const auto line = 1 + std::count(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return "line " + std::to_string(line) + " (byte " + std::to_string(at) + ")";
  };
  if (const std::size_t at = content.find('\0'); at != std::string::npos) {
    return refuse(shown, "is not a text file: there is a NUL byte in " + place(at) + "; save it as UTF-8 text");
  }
  if (const auto at = first_invalid_utf8(content)) {
    return refuse(shown, "is not valid UTF-8 in " + place(*at) + "; save it as UTF-8 text");
  }
  return std::nullopt;
}

std::optional<Refusal> take_file(int submission, const std::string& exercise, const std::string& name,
                                 std::string& content) {
  const std::string shown = exercise + "/" + name;
  std::vector<std::string> steps{exercise};
  for (const fs::path& step : fs::path(name)) steps.push_back(step.string());
  UniqueFd current;
  std::string so_far;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    so_far += (i == 0 ? "" : "/") + steps[i];
    UniqueFd next;
    if (auto refusal = open_step(i == 0 ? submission : current.get(), steps[i], i + 1 == steps.size(), so_far, next))
      return refusal;
    current = std::move(next);
  }
  if (auto refusal = read_all(current.get(), shown, content)) return refusal;
  return check_text(shown, content);
}

std::string id_from(const fs::path& folder) {
  std::string name = folder.filename().string();
  std::string safe = cut_text(neutralise(name), 128);
  std::ranges::replace(safe, '\t', ' ');
  return safe.empty() ? "submission" : safe;
}

}  // namespace

Submission::Submission(const fs::path& folder) : folder_(folder) {
  descriptor_.reset(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor_) {
    const int error = errno;
    throw UsageError("cannot open the submission " + neutralise(folder.string()) + ": " +
                     (error == ENOTDIR  ? "it is not a folder"
                      : error == ENOENT ? "there is no such folder"
                                        : errno_text(error)));
  }
  std::error_code ignored;
  const fs::path whole = fs::canonical(folder, ignored);
  id_ = id_from(whole.empty() ? folder : whole);
}

Intake Submission::take(const Exercise& exercise) const {
  Intake intake;
  intake.status = Intake::Status::kTaken;
  const auto take = [&](const std::string& name, bool optional) {
    SourceFile file{name, {}};
    const auto refusal = take_file(descriptor_.get(), exercise.id, name, file.content);
    if (!refusal) intake.files.push_back(std::move(file));
    if (!refusal || (optional && refusal->status == Intake::Status::kNotStarted)) return true;
    intake.files.clear();
    intake.status = refusal->status;
    intake.message = neutralise(refusal->message);
    return false;
  };
  for (const std::string& name : exercise.edit) {
    if (!take(name, false)) return intake;
  }
  for (const std::string& name : exercise.optional) {
    if (!take(name, true)) return intake;
  }
  return intake;
}

std::string digest(const std::vector<Taken>& taken) {
  std::map<std::string, std::string> files;
  for (const Taken& one : taken) {
    for (const SourceFile& file : one.intake->files) files[one.exercise->id + "/" + file.name] = file.content;
  }
  return sha256_of_files(files);
}

BuildResult Intake::as_build_result() const {
  BuildResult result;
  result.message = message;
  switch (status) {
    case Status::kNotStarted:
      result.status = BuildResult::Status::kNotStarted;
      break;
    case Status::kRefused:
      result.status = BuildResult::Status::kFailed;
      break;
    case Status::kGraderError:
    case Status::kTaken:
      result.status = BuildResult::Status::kGraderError;
      break;
  }
  return result;
}

}  // namespace grader
