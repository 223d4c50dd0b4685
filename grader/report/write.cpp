#include "grader/report/write.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

namespace grader {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, int error) {
  std::string message = "cannot write " + path.string() + ": " + std::generic_category().message(error);
  const std::string folder =
      path.parent_path().empty() ? "the current folder" : "the folder " + path.parent_path().string();
  if (error == EACCES || error == EPERM || error == EROFS) message += "; " + folder + " must be writable";
  if (error == ENOENT || error == ENOTDIR) message += "; create " + folder + " first";
  if (error == EISDIR) message += "; name a file in it";
  if (error == ENOSPC || error == EDQUOT) message += "; free some space and write the report again";
  throw WriteError(message);
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int close() { return fd_ < 0 ? 0 : ::close(std::exchange(fd_, -1)); }

 private:
  int fd_;
};

void write_all(int fd, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_directly(const fs::path& path, std::string_view text) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.get() < 0) fail(path, errno);
  write_all(file.get(), text, path);
}

/// Removes the temporary file unless it took its final name.
struct Temporary {
  std::string name;
  ~Temporary() {
    if (!name.empty()) ::unlink(name.c_str());
  }
};

/// Opens a new file beside the final one, with the mode that the umask gives (mkstemp would always give 0600).
int open_beside(const fs::path& path, std::string& name) {
  static std::atomic<unsigned> counter = 0;
  for (int attempt = 0; attempt < 100; ++attempt) {
    name = path.string() + '.' + std::to_string(::getpid()) + '.' + std::to_string(counter++) + ".tmp";
    const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0 || errno != EEXIST) return fd;
  }
  return -1;
}

void write_and_rename(const fs::path& path, std::string_view text) {
  Temporary temporary;
  std::string name;
  Descriptor file(open_beside(path, name));
  if (file.get() < 0) fail(path, errno);
  temporary.name = name;
  write_all(file.get(), text, path);
  if (::fsync(file.get()) != 0 || file.close() != 0) fail(path, errno);
  if (::rename(name.c_str(), path.c_str()) != 0) fail(path, errno);
  temporary.name.clear();
  // The new name itself must survive a crash, too. A file system that cannot do this loses nothing else by it.
  Descriptor folder(
      ::open(path.parent_path().empty() ? "." : path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) ::fsync(folder.get());
}

}  // namespace

void write_whole(const fs::path& path, std::string_view text) {
  if (path == "-") {
    write_all(STDOUT_FILENO, text, "the standard output");
    return;
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) fail(path, EISDIR);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    write_directly(path, text);
  } else {
    // A link keeps pointing where it did; what it points at is replaced.
    write_and_rename(fs::exists(status) ? fs::canonical(path, error) : path, text);
  }
}

}  // namespace grader
