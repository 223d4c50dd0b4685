#include "grader/sandbox/launcher.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "grader/sandbox/starter.hpp"
#include "grader/sandbox/unique_fd.hpp"
#include "grader/wire/messages.hpp"

// Theory of operation: posix_spawn starts the launcher (or bubblewrap, which starts the launcher inside), with its
// descriptors arranged by file actions, so nothing runs between fork and exec in a proctor that has threads. Every source
// descriptor is first moved above kFirstFree, so that arranging one can not overwrite another.

namespace sandbox {
namespace {

using Fd = grader::UniqueFd;

constexpr int kControlFd = wire::kChannelFd + 1;
constexpr int kFirstFree = 20;
constexpr std::uint64_t kFileSizeLimit = 16 * 1024 * 1024;
constexpr std::uint64_t kOpenFiles = 1024;
constexpr const char* kSubject = "/subject";
constexpr const char* kLauncher = "/launcher";
constexpr const char* kCgroups = "/cgroups";
// The last two options halve the page faults of a start: stacks for use after return of 64 KiB a size instead of 1 MiB,
// and eight frames instead of thirty remembered with each allocation.
constexpr const char* kAsanOptions =
    "ASAN_OPTIONS=detect_leaks=0:exitcode=99:handle_abort=0:abort_on_error=0:symbolize=1:max_uar_stack_size_log=16:"
    "malloc_context_size=8";

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

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

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  all.reserve(words.size() + 1);
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

class Ourselves : public Parent {
 public:
  void kill(pid_t launcher) noexcept override { ::kill(launcher, SIGKILL); }
  int reap(pid_t launcher) noexcept override {
    int status = 0;
    while (::waitpid(launcher, &status, 0) < 0) {
      if (errno != EINTR) return 0;
    }
    return status;
  }
};

// Levels B and B-. With a user of its own, a subject cannot reach other processes; otherwise Landlock must see to it.
void add_fence(const Confinement& confinement, std::vector<std::string>& words) {
  const auto add = [&words](std::initializer_list<std::string> more) { words.insert(words.end(), more); };
  const bool other_user = confinement.level == Level::kB;
  if (!other_user && confinement.uid)
    add({confinement.launcher, "--uid", std::to_string(*confinement.uid), "--exec", "--"});
  add({confinement.launcher, "--sockets", std::to_string(kMostSockets), "--broker"});
  if (other_user) {
    add({"--landlock", "1", "--subject-uid", std::to_string(confinement.uid.value_or(0))});
  } else {
    add({"--landlock", "6"});
  }
  for (const std::filesystem::path& file : confinement.visible) add({"--read", file});
}

void add_limits(const Launch& launch, std::vector<std::string>& words) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(launch.cpu_limit).count();
  words.insert(words.end(), {"--seccomp", "--cpu", std::to_string(seconds), "--memory",
                             std::to_string(launch.memory_bytes), "--tasks", std::to_string(launch.tasks), "--files",
                             std::to_string(kOpenFiles), "--file-bytes", std::to_string(kFileSizeLimit)});
}

std::vector<std::string> launcher_command(const Launch& launch) {
  const Confinement& confinement = launch.confinement;
  std::vector<std::string> words;
  if (confinement.gives_sockets()) {
    add_fence(confinement, words);
  } else {
    words.push_back(confinement.launcher);
  }
  words.insert(words.end(), {"--control", std::to_string(kControlFd), "--channel", std::to_string(wire::kChannelFd)});
  add_limits(launch, words);
  words.insert(words.end(), {"--", launch.program.string()});
  words.insert(words.end(), launch.arguments.begin(), launch.arguments.end());
  return words;
}

std::vector<std::string> server_command(const std::vector<Launch>& kinds, const std::filesystem::path& cgroup) {
  const Confinement& confinement = kinds.front().confinement;
  std::vector<View> views{{confinement.launcher, kLauncher}, {kinds.front().program, kSubject}};
  for (const std::filesystem::path& file : confinement.visible) views.push_back({file, file});
  if (!cgroup.empty()) views.push_back({cgroup, kCgroups, true});
  std::vector<std::string> words = namespaces_command(confinement, views);
  if (!cgroup.empty()) {
    const std::string join = (cgroup / "server/cgroup.procs").string();
    if (confinement.uid) {
      words.insert(words.begin() + 1, {"--join", join});  // the launcher's words come first
    } else {
      words.insert(words.begin(), {confinement.launcher, "--join", join, "--exec", "--"});
    }
  }
  // To make namespaces and mount /proc in them; to set a loopback up.
  words.insert(words.end(),
               {"--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_NET_ADMIN", "--chdir", "/", "--", kLauncher, "--serve",
                std::to_string(wire::kChannelFd), "--sockets", std::to_string(kMostSockets)});
  if (!cgroup.empty()) words.insert(words.end(), {"--cgroups", kCgroups});
  for (const Launch& kind : kinds) words.insert(words.end(), {"--kind", std::to_string(kind.arguments.size() + 1)});
  add_limits(kinds.front(), words);
  words.emplace_back("--");
  for (const Launch& kind : kinds) {
    words.emplace_back(kSubject);
    words.insert(words.end(), kind.arguments.begin(), kind.arguments.end());
  }
  return words;
}

// Starts a program with these descriptors from 0 on, /dev/null being the first, and no other.
pid_t spawn(std::vector<std::string> words, std::initializer_list<int> from_one_on) {
  FileActions actions;
  ::posix_spawn_file_actions_addopen(&actions.value, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  std::vector<Fd> moved;
  int number = STDOUT_FILENO;
  for (const int fd : from_one_on) {
    moved.emplace_back(moved_up(fd));
    ::posix_spawn_file_actions_adddup2(&actions.value, moved.back().get(), number++);
  }
  ::posix_spawn_file_actions_addclosefrom_np(&actions.value, number);
  const std::vector<char*> argv = pointers(words);
  std::vector<std::string> variables{
      "LANG=C.UTF-8",
      // The sanitizers look for a program called llvm-symbolizer; Debian's llvm-19 has it under that name only there.
      "PATH=/usr/lib/llvm-19/bin:/usr/bin:/bin",
      kAsanOptions,
      "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1",
      "TSAN_OPTIONS=halt_on_error=1:exitcode=99",
  };
  const std::vector<char*> environment = pointers(variables);
  const Attributes attributes;
  pid_t pid = -1;
  const int error =
      ::posix_spawn(&pid, argv.front(), &actions.value, &attributes.value, argv.data(), environment.data());
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot start " + words.front());
  return pid;
}

void require_programs(const Launch& launch) {
  if (::access(launch.program.c_str(), F_OK) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot start " + launch.program.string());
  if (launch.confinement.launcher.empty()) {
    throw std::system_error(std::make_error_code(std::errc::no_such_file_or_directory),
                            "hangtime_launcher is missing; run ./hangtime build");
  }
}

}  // namespace

pid_t spawn_launcher(const Launch& launch, int channel, int control, int output) {
  require_programs(launch);
  return spawn(launcher_command(launch), {output, output, channel, control});
}

pid_t spawn_server(const std::vector<Launch>& kinds, int socket, int complaints, const std::filesystem::path& cgroup) {
  for (const Launch& kind : kinds) require_programs(kind);
  return spawn(server_command(kinds, cgroup), {complaints, complaints, socket});
}

Process launch(const Launch& launch) {
  if (launch.confinement.has_own_network()) return Starter({launch}).start(0, launch.channel_fd);
  Lines lines = Lines::make();
  const pid_t launcher = spawn_launcher(launch, launch.channel_fd, lines.their_control.get(), lines.their_output.get());
  return {launcher, std::move(lines), std::make_shared<Ourselves>()};
}

}  // namespace sandbox
