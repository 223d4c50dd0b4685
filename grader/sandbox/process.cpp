#include "grader/sandbox/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "grader/sandbox/pass_descriptors.hpp"

// Theory of operation. The control socket is both the launcher's voice and its lifeline. What the launcher said before it
// ended can be read after it is gone; when it ended without a word, somebody killed it, or it never began.

namespace sandbox {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

// How long a start may take on a machine that does nothing else for us; beyond, the machine is broken, not the subject.
constexpr std::chrono::minutes kStartLimit{5};
// How long the launcher may take to end what it started, before it is killed itself.
constexpr std::chrono::seconds kEndLimit{30};

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

Lines Lines::make() {
  Lines lines;
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) fail("pipe2");
  lines.output.reset(pipe[0]);
  lines.their_output.reset(pipe[1]);
  if (::fcntl(pipe[0], F_SETFL, O_NONBLOCK) != 0) fail("fcntl(O_NONBLOCK)");
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) fail("socketpair");
  lines.control.reset(pair[0]);
  lines.their_control.reset(pair[1]);
  return lines;
}

Process::Process(pid_t launcher, Lines lines, std::shared_ptr<Parent> parent)
    : parent_(std::move(parent)),
      pid_(launcher),
      control_(lines.control.release()),
      output_fd_(lines.output.release()) {}

Process::Process(Process&& other) noexcept
    : parent_(std::move(other.parent_)),
      pid_(std::exchange(other.pid_, -1)),
      control_(std::exchange(other.control_, -1)),
      output_fd_(std::exchange(other.output_fd_, -1)),
      launcher_end_(std::exchange(other.launcher_end_, -1)),
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
}

// Takes one message if there is one.
void Process::take_message() {
  union {
    Hello hello;
    Ended ended;
  } message{};
  std::array<int, kMostSockets + 1> fds{};
  int given = 0;
  const long count =
      receive_with_descriptors(control_, &message, sizeof message, fds.data(), fds.size(), given, MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
  if (count == static_cast<long>(sizeof message.hello) && message.hello.kind == Hello{}.kind && !hello_) {
    hello_ = true;
    sockets_.assign(fds.begin(), fds.begin() + given);
    if (!sockets_.empty()) {
      launcher_end_ = sockets_.front();
      sockets_.erase(sockets_.begin());
    }
  } else if (count == static_cast<long>(sizeof message.ended) && message.ended.kind == Ended{}.kind) {
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
  const int status = reaped_ ? 0 : parent_->reap(pid_);
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
    if (!ready && told_to_end_) parent_->kill(pid_);
  }
  if (!reaped_) parent_->reap(pid_);
  reaped_ = true;
  // Process 1 of a namespace has ended when everything in it has.
  if (launcher_end_ >= 0) readable(launcher_end_, kEndLimit);
  return *exit_;
}

}  // namespace sandbox
