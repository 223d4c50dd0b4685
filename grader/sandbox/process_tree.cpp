#include "grader/sandbox/process_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "grader/sandbox/subject_user.hpp"

// Theory of operation. As process 1, /proc lists the tree and nothing else, and kill(-1) reaches all of it at once.
// Elsewhere the tree is walked by /proc/PID/task/TID/children: every thread has a list of its own. A process that loses
// its parent becomes a child of ours, so repeated walks find all of them. A user of its own is reached at once, too.

namespace sandbox {
namespace {

bool is_number(const char* text) { return *text >= '0' && *text <= '9'; }

class Folder {
 public:
  explicit Folder(const char* path) : folder_(::opendir(path)) {}
  ~Folder() {
    if (folder_ != nullptr) ::closedir(folder_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  /// The next entry that is a number, 0 at the end.
  pid_t next_number() {
    if (folder_ == nullptr) return 0;
    // One thread reads one stream.
    while (const dirent* entry = ::readdir(folder_)) {  // NOLINT(concurrency-mt-unsafe)
      if (is_number(entry->d_name)) return static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10));
    }
    return 0;
  }

 private:
  DIR* folder_;
};

std::size_t read_file(const char* path, char* buffer, std::size_t size) {
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  std::size_t length = 0;
  for (;;) {
    const ssize_t count = ::read(fd, buffer + length, size - 1 - length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    length += static_cast<std::size_t>(count);
    if (length == size - 1) break;
  }
  ::close(fd);
  buffer[length] = '\0';
  return length;
}

void add_process(pid_t pid, Usage& usage) {
  static const auto kPage = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  static const long kTicks = ::sysconf(_SC_CLK_TCK);
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/stat", static_cast<int>(pid));
  char text[1024];
  if (read_file(path, text, sizeof text) == 0) return;
  const char* fields = std::strrchr(text, ')');  // the name before it may hold anything
  if (fields == nullptr || fields[1] != ' ') return;
  if (fields[2] == 'Z') return;
  long long values[25] = {};
  const char* at = fields + 3;
  for (int field = 4; field <= 24 && *at == ' '; ++field) {
    char* end = nullptr;
    values[field] = std::strtoll(at, &end, 10);
    at = end;
  }
  ++usage.processes;
  usage.cpu_us += (values[14] + values[15]) * (1'000'000 / kTicks);
  usage.tasks += static_cast<std::uint64_t>(values[20]);
  usage.resident_bytes += static_cast<std::uint64_t>(values[24]) * kPage;
}

template <typename Visit>
void walk(pid_t process, int depth, const Visit& visit) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/task", static_cast<int>(process));
  Folder threads(path);
  while (const pid_t thread = threads.next_number()) {
    char list[96];
    std::snprintf(list, sizeof list, "/proc/%d/task/%d/children", static_cast<int>(process), static_cast<int>(thread));
    char text[4096];
    if (read_file(list, text, sizeof text) == 0) continue;
    for (char* at = text; is_number(at);) {
      const auto child = static_cast<pid_t>(std::strtol(at, &at, 10));
      visit(child);
      if (depth < 64) walk(child, depth + 1, visit);
      while (*at == ' ') ++at;
    }
  }
}

template <typename Visit>
void for_each_below(const Visit& visit) {
  if (::getpid() != 1) return walk(::getpid(), 0, visit);
  Folder processes("/proc");
  while (const pid_t pid = processes.next_number()) {
    if (pid != 1) visit(pid);
  }
}

void kill_below(uid_t user) {
  if (::getpid() == 1) {
    ::kill(-1, SIGKILL);
    return;
  }
  if (user != 0) kill_all_of_user(user);
  for_each_below([](pid_t pid) { ::kill(pid, SIGKILL); });
}

}  // namespace

Usage usage_below() {
  Usage usage;
  for_each_below([&usage](pid_t pid) { add_process(pid, usage); });
  return usage;
}

Glimpse::Glimpse(pid_t program) {
  if (::getpid() != 1) return;
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/statm", static_cast<int>(program));
  memory_ = ::open(path, O_RDONLY | O_CLOEXEC);
  if (memory_ >= 0) last_ = ::open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
}

Glimpse::~Glimpse() {
  if (memory_ >= 0) ::close(memory_);
  if (last_ >= 0) ::close(last_);
}

long Glimpse::last_begun() const {
  char text[128];
  const ssize_t size = last_ >= 0 ? ::pread(last_, text, sizeof text - 1, 0) : 0;
  if (size <= 0) return -1;
  text[size] = '\0';
  const char* last = std::strrchr(text, ' ');  // "0.10 0.20 0.30 1/80 42"
  return last != nullptr ? std::strtol(last + 1, nullptr, 10) : -1;
}

std::uint64_t Glimpse::resident_bytes() const {
  static const auto kPage = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  char text[128];
  const ssize_t size = ::pread(memory_, text, sizeof text - 1, 0);
  if (size <= 0) return 0;
  text[size] = '\0';
  char* resident = nullptr;
  std::strtoull(text, &resident, 10);  // the address space, which counts for nothing
  return std::strtoull(resident, nullptr, 10) * kPage;
}

bool end_everything_below(uid_t user) {
  for (int round = 0; round < 20'000; ++round) {
    for (;;) {
      const pid_t ended = ::waitpid(-1, nullptr, WNOHANG);
      if (ended < 0 && errno == ECHILD) return true;
      if (ended <= 0) break;
    }
    kill_below(user);
    ::poll(nullptr, 0, 1);
  }
  return false;
}

}  // namespace sandbox
