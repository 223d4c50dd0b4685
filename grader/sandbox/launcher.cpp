#include "grader/sandbox/launcher.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "grader/wire/messages.hpp"

// Theory of operation: posix_spawn starts the program with its descriptors arranged by file actions, so nothing runs
// between fork and exec in a proctor that has threads. Every source descriptor is first moved above kFirstFree, so that
// arranging one can not overwrite another. Resource limits are set on the child from outside, right after the spawn: a
// subject has used no processor time by then.

namespace sandbox {
namespace {

constexpr int kFirstFree = 20;
constexpr rlim_t kFileSizeLimit = 16 * 1024 * 1024;
// The last two options halve the page faults of a start: stacks for use after return of 64 KiB a size instead of 1 MiB,
// and eight frames instead of thirty remembered with each allocation.
constexpr const char* kAsanOptions =
    "ASAN_OPTIONS=detect_leaks=0:exitcode=99:handle_abort=0:abort_on_error=0:symbolize=1:max_uar_stack_size_log=16:"
    "malloc_context_size=8";

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

int moved_up(int fd) {
  const int moved = ::fcntl(fd, F_DUPFD_CLOEXEC, kFirstFree);
  if (moved < 0) fail("fcntl(F_DUPFD_CLOEXEC)");
  return moved;
}

struct FileActions {
  posix_spawn_file_actions_t value;
  FileActions() { ::posix_spawn_file_actions_init(&value); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&value); }
};

struct Attributes {
  posix_spawnattr_t value;
  Attributes() {
    ::posix_spawnattr_init(&value);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&value, &none);
    ::posix_spawnattr_setsigdefault(&value, &all);
    ::posix_spawnattr_setpgroup(&value, 0);
    ::posix_spawnattr_setflags(&value, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() { ::posix_spawnattr_destroy(&value); }
};

void limit(pid_t pid, int resource, rlim_t soft, rlim_t hard) {
  const rlimit limits{soft, hard};
  // ESRCH: it has died already, and has no more use for limits.
  if (::prlimit(pid, static_cast<__rlimit_resource>(resource), &limits, nullptr) != 0 && errno != ESRCH)
    fail("prlimit");
}

}  // namespace

bool Exit::signalled() const { return WIFSIGNALED(status); }
int Exit::signal() const { return WTERMSIG(status); }
int Exit::code() const { return WEXITSTATUS(status); }

Process::Process(pid_t pid, int output_fd)
    : pid_(pid), output_fd_(output_fd), end_fd_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))) {}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      output_fd_(std::exchange(other.output_fd_, -1)),
      end_fd_(std::exchange(other.end_fd_, -1)),
      exit_(other.exit_) {}

Process::~Process() {
  if (pid_ > 0) {
    kill();
    wait();
  }
  if (end_fd_ >= 0) ::close(end_fd_);
  close_output();
}

void Process::close_output() {
  if (output_fd_ >= 0) ::close(std::exchange(output_fd_, -1));
}

void Process::kill() noexcept {
  // The group outlives its leader: members that it left behind are killed also after it has been reaped.
  if (pid_ > 0) ::kill(-pid_, SIGKILL);
}

std::optional<Exit> Process::poll() {
  if (exit_) return exit_;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == pid_) exit_ = Exit{status};
  return exit_;
}

Exit Process::wait() {
  if (exit_) return *exit_;
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0) {
    if (errno != EINTR) fail("waitpid");
  }
  exit_ = Exit{status};
  return *exit_;
}

Process launch(const Launch& launch) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) fail("pipe2");
  Fd read_end(pipe[0]);
  const Fd write_end(pipe[1]);
  if (::fcntl(read_end.get(), F_SETFL, O_NONBLOCK) != 0) fail("fcntl(O_NONBLOCK)");
  const Fd output(moved_up(write_end.get()));
  const Fd channel(moved_up(launch.channel_fd));

  FileActions actions;
  ::posix_spawn_file_actions_addopen(&actions.value, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions.value, output.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions.value, output.get(), STDERR_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions.value, channel.get(), wire::kChannelFd);
  ::posix_spawn_file_actions_addclosefrom_np(&actions.value, wire::kChannelFd + 1);

  std::vector<std::string> words{launch.program.string()};
  words.insert(words.end(), launch.arguments.begin(), launch.arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  std::vector<std::string> variables{
      "LANG=C.UTF-8",
      "PATH=/usr/bin:/bin",  // the sanitizers' symbolizer is found there
      kAsanOptions,
      "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1",
      "TSAN_OPTIONS=halt_on_error=1:exitcode=99",
  };
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);

  const Attributes attributes;
  pid_t pid = -1;
  const int error =
      ::posix_spawn(&pid, words.front().c_str(), &actions.value, &attributes.value, argv.data(), environment.data());
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot start " + words.front());
  Process process(pid, read_end.release());
  const auto seconds = static_cast<rlim_t>(std::chrono::ceil<std::chrono::seconds>(launch.cpu_limit).count());
  limit(pid, RLIMIT_CPU, seconds, seconds + 1);  // SIGXCPU first, which tells a limit from any other kill
  limit(pid, RLIMIT_FSIZE, kFileSizeLimit, kFileSizeLimit);
  limit(pid, RLIMIT_CORE, 0, 0);
  return process;
}

}  // namespace sandbox
