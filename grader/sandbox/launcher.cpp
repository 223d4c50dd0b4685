#include "grader/sandbox/launcher.hpp"

#include <fcntl.h>
#include <poll.h>
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

#include "grader/sandbox/unique_fd.hpp"
#include "grader/wire/messages.hpp"

// Theory of operation: posix_spawn starts the launcher (or bubblewrap, which starts the launcher inside), with its
// descriptors arranged by file actions, so nothing runs between fork and exec in a proctor that has threads. Every source
// descriptor is first moved above kFirstFree, so that arranging one can not overwrite another. The control socket is both
// the launcher's voice and its lifeline. What the launcher said before it ended can be read after it is gone; when it
// ended without a word, somebody killed it, or it never began.

namespace sandbox {
namespace {

using Fd = grader::UniqueFd;

constexpr int kControlFd = wire::kChannelFd + 1;
constexpr int kFirstFree = 20;
constexpr std::uint64_t kFileSizeLimit = 16 * 1024 * 1024;
constexpr std::uint64_t kOpenFiles = 1024;
// How long a start may take on a machine that does nothing else for us; beyond, the machine is broken, not the subject.
constexpr std::chrono::minutes kStartLimit{5};
// How long the launcher may take to end what it started, before it is killed itself.
constexpr std::chrono::seconds kEndLimit{30};
constexpr const char* kSubject = "/subject";
constexpr const char* kLauncher = "/launcher";
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

std::vector<std::string> command_line(const Launch& launch) {
  const Confinement& confinement = launch.confinement;
  std::vector<std::string> words;
  const auto add = [&words](std::initializer_list<std::string> more) { words.insert(words.end(), more); };
  if (confinement.has_own_network()) {
    std::vector<View> views{{confinement.launcher, kLauncher}, {launch.program, kSubject}};
    for (const std::filesystem::path& file : confinement.visible) views.push_back({file, file});
    words = namespaces_command(confinement, views);
    add({"--chdir", "/", "--", kLauncher, "--sockets", std::to_string(kMostSockets)});
  } else if (confinement.gives_sockets()) {
    add_fence(confinement, words);
  } else {
    add({confinement.launcher});
  }
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(launch.cpu_limit).count();
  add({"--control", std::to_string(kControlFd), "--channel", std::to_string(wire::kChannelFd), "--seccomp", "--cpu",
       std::to_string(seconds), "--memory", std::to_string(launch.memory_bytes), "--tasks",
       std::to_string(launch.tasks), "--files", std::to_string(kOpenFiles), "--file-bytes",
       std::to_string(kFileSizeLimit), "--", confinement.has_own_network() ? kSubject : launch.program.string()});
  words.insert(words.end(), launch.arguments.begin(), launch.arguments.end());
  return words;
}

bool readable(int fd, std::chrono::milliseconds patience) {
  pollfd waiting{fd, POLLIN, 0};
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    const int ready = ::poll(&waiting, 1, left.count() > 0 ? static_cast<int>(left.count()) : 0);
    if (ready > 0) return true;
    if (ready == 0 && left.count() <= 0) return false;
    if (ready < 0 && errno != EINTR) return false;
  }
}

}  // namespace

bool Exit::asks_for_another_loader() const {
  // That the file itself is there was seen before: without one there is no such error.
  return reason == Reason::kNotStarted &&
         (start_error == ENOENT || start_error == ELIBACC || start_error == ELIBBAD || start_error == ENOEXEC);
}
bool Exit::signalled() const { return WIFSIGNALED(status); }
int Exit::signal() const { return WTERMSIG(status); }
int Exit::code() const { return WEXITSTATUS(status); }

Process::Process(pid_t pid, int control, int output_fd, bool in_namespaces)
    : pid_(pid), control_(control), output_fd_(output_fd), in_namespaces_(in_namespaces) {}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      control_(std::exchange(other.control_, -1)),
      output_fd_(std::exchange(other.output_fd_, -1)),
      launcher_end_(std::exchange(other.launcher_end_, -1)),
      in_namespaces_(other.in_namespaces_),
      hello_(other.hello_),
      reaped_(other.reaped_),
      told_to_end_(other.told_to_end_),
      sockets_(std::exchange(other.sockets_, {})),
      exit_(std::move(other.exit_)) {}

Process::~Process() {
  if (pid_ > 0) {
    kill();
    wait();
  }
  if (control_ >= 0) ::close(control_);
  if (launcher_end_ >= 0) ::close(launcher_end_);
  for (const int socket : sockets_) ::close(socket);
  close_output();
}

void Process::close_output() {
  if (output_fd_ >= 0) ::close(std::exchange(output_fd_, -1));
}

void Process::kill() noexcept {
  if (pid_ <= 0 || reaped_) return;
  told_to_end_ = true;
  // The launcher sees that nobody writes or reads here any more; what it says last can still be read.
  ::shutdown(control_, SHUT_WR);
  // Namespaces end with their first process, whoever kills it, and both it and bubblewrap are in this group.
  if (in_namespaces_) ::kill(-pid_, SIGKILL);
}

// Takes one message if there is one.
void Process::take_message() {
  union {
    Hello hello;
    Ended ended;
  } message{};
  iovec part{&message, sizeof message};
  alignas(cmsghdr) std::array<char, CMSG_SPACE((kMostSockets + 1) * sizeof(int))> extra{};
  msghdr envelope{};
  envelope.msg_iov = &part;
  envelope.msg_iovlen = 1;
  envelope.msg_control = extra.data();
  envelope.msg_controllen = extra.size();
  ssize_t count = 0;
  do {
    count = ::recvmsg(control_, &envelope, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
  if (count == static_cast<ssize_t>(sizeof message.hello) && message.hello.kind == Hello{}.kind && !hello_) {
    hello_ = true;
    for (cmsghdr* header = CMSG_FIRSTHDR(&envelope); header != nullptr; header = CMSG_NXTHDR(&envelope, header)) {
      if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
      std::vector<int> fds((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
      std::memcpy(fds.data(), CMSG_DATA(header), fds.size() * sizeof(int));
      sockets_.insert(sockets_.end(), fds.begin(), fds.end());
    }
    if (!sockets_.empty()) {
      launcher_end_ = sockets_.front();
      sockets_.erase(sockets_.begin());
    }
  } else if (count == static_cast<ssize_t>(sizeof message.ended) && message.ended.kind == Ended{}.kind) {
    const Ended& ended = message.ended;
    exit_ = Exit{.status = ended.wait_status,
                 .reason = ended.reason,
                 .peak_bytes = ended.peak_bytes,
                 .peak_tasks = ended.peak_tasks,
                 .cpu = std::chrono::microseconds(ended.cpu_us),
                 .problem = {}};
    if (ended.reason == Reason::kNotStarted) {
      exit_->start_error = std::strncmp(ended.step, "execve", sizeof ended.step) == 0 ? ended.error : 0;
      exit_->problem =
          "cannot start the program: " + std::string(ended.step, ::strnlen(ended.step, sizeof ended.step)) + ": " +
          std::generic_category().message(ended.error);
    }
  } else {
    finish_without_word();
  }
}

// The launcher is gone and left no account: somebody killed it (we, perhaps), or it never came to run.
void Process::finish_without_word() {
  int status = 0;
  while (!reaped_ && ::waitpid(pid_, &status, 0) < 0) {
    if (errno != EINTR) fail("waitpid");
  }
  reaped_ = true;
  exit_ = Exit{.status = status, .reason = Reason::kItself, .peak_bytes = 0, .peak_tasks = 0, .cpu = {}, .problem = {}};
  if (!hello_) exit_->problem = startup_problem();
}

// What bubblewrap or the launcher printed before it gave up.
std::string Process::startup_problem() {
  std::array<char, 1024> text{};
  const ssize_t count = output_fd_ >= 0 ? ::read(output_fd_, text.data(), text.size()) : 0;
  std::string said(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  while (!said.empty() && said.back() == '\n') said.pop_back();
  return said.empty() ? "the sandbox ended before the program began" : said;
}

void Process::await_start() {
  while (!hello_ && !exit_) {
    if (!readable(control_, kStartLimit)) {
      throw std::system_error(std::make_error_code(std::errc::timed_out), "the sandbox does not start");
    }
    take_message();
  }
  if (exit_ && !exit_->problem.empty()) {
    throw std::system_error(std::make_error_code(std::errc::io_error), exit_->problem);
  }
}

int Process::take_socket() {
  if (sockets_.empty()) {
    errno = EMFILE;
    return -1;
  }
  const int socket = sockets_.back();
  sockets_.pop_back();
  return socket;
}

std::optional<Exit> Process::poll() {
  if (exit_ || pid_ <= 0) return exit_;
  if (readable(control_, std::chrono::milliseconds(0))) take_message();
  return exit_;
}

Exit Process::wait() {
  while (!exit_) {
    const bool ready = readable(control_, kEndLimit);
    if (ready) take_message();
    // Only a launcher that was told to end is killed for being late; a program may run as long as its caller waits.
    if (!ready && told_to_end_) ::kill(-pid_, SIGKILL);
  }
  if (!reaped_) {
    while (::waitpid(pid_, nullptr, 0) < 0) {
      if (errno != EINTR) fail("waitpid");
    }
    reaped_ = true;
  }
  // Process 1 of a namespace has ended when everything in it has.
  if (launcher_end_ >= 0) readable(launcher_end_, kEndLimit);
  return *exit_;
}

Process launch(const Launch& launch) {
  if (::access(launch.program.c_str(), F_OK) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot start " + launch.program.string());
  }
  if (launch.confinement.launcher.empty()) {
    throw std::system_error(std::make_error_code(std::errc::no_such_file_or_directory),
                            "hangtime_launcher is missing; run ./hangtime build");
  }
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) fail("pipe2");
  Fd read_end(pipe[0]);
  const Fd write_end(pipe[1]);
  if (::fcntl(read_end.get(), F_SETFL, O_NONBLOCK) != 0) fail("fcntl(O_NONBLOCK)");
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) fail("socketpair");
  Fd ours(pair[0]);
  const Fd theirs(pair[1]);
  const Fd output(moved_up(write_end.get()));
  const Fd channel(moved_up(launch.channel_fd));
  const Fd control(moved_up(theirs.get()));

  FileActions actions;
  ::posix_spawn_file_actions_addopen(&actions.value, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions.value, output.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions.value, output.get(), STDERR_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions.value, channel.get(), wire::kChannelFd);
  ::posix_spawn_file_actions_adddup2(&actions.value, control.get(), kControlFd);
  ::posix_spawn_file_actions_addclosefrom_np(&actions.value, kControlFd + 1);

  std::vector<std::string> words = command_line(launch);
  const std::vector<char*> argv = pointers(words);
  std::vector<std::string> variables{
      "LANG=C.UTF-8",
      "PATH=/usr/bin:/bin",  // the sanitizers' symbolizer is found there
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
  return {pid, ours.release(), read_end.release(), launch.confinement.has_own_network()};
}

}  // namespace sandbox
