#include "grader/sandbox/starter.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "grader/sandbox/cgroup.hpp"
#include "grader/sandbox/control.hpp"
#include "grader/sandbox/pass_descriptors.hpp"
#include "grader/sandbox/unique_fd.hpp"

// Theory of operation. Both kinds of helper speak the same language (control.hpp). The lines to a launcher are made here and
// handed over with the question. The helper keeps nothing of them: when its maker dies, the launchers lose their lifelines,
// wherever they are. It answers about no process but those it has started and not yet waited for, so that a number used
// again is no danger.

namespace sandbox {
namespace {

using grader::UniqueFd;
using Fds = std::array<int, kFdsOfAStart>;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

bool receive(int socket, Answer& answer) {
  ssize_t count = 0;
  do {
    count = ::recv(socket, &answer, sizeof answer, 0);
  } while (count < 0 && errno == EINTR);
  return count == static_cast<ssize_t>(sizeof answer);
}

bool receive(int socket, Question& question, std::array<UniqueFd, kFdsOfAStart>& fds) {
  Fds raw{};
  int count = 0;
  const long size = receive_with_descriptors(socket, &question, sizeof question, raw.data(), kFdsOfAStart, count);
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) fds.at(i).reset(raw.at(i));
  return size == static_cast<long>(sizeof question);
}

// The whole life of a forked helper.
class Fork {
 public:
  Fork(int socket, std::vector<Launch> kinds) : socket_(socket), kinds_(std::move(kinds)) {}

  void serve() {
    Answer answer;
    while (::send(socket_, &answer, sizeof answer, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof answer)) {
      answer = Answer{};
      Question question;
      std::array<UniqueFd, kFdsOfAStart> fds;
      if (!receive(socket_, question, fds)) return;
      switch (question.wish) {
        case Wish::kStart:
          start(question, fds, answer);
          break;
        case Wish::kKill:
          if (launchers_.contains(question.launcher)) ::kill(question.launcher, SIGKILL);
          break;
        case Wish::kReap:
          reap(question.launcher, answer);
          break;
      }
    }
  }

 private:
  void start(const Question& question, const std::array<UniqueFd, kFdsOfAStart>& fds, Answer& answer) {
    if (question.kind >= kinds_.size() || !fds.back()) {
      answer.error = EINVAL;
      std::string_view("no such program").copy(answer.problem, sizeof answer.problem - 1);
      return;
    }
    try {
      answer.launcher = spawn_launcher(kinds_[question.kind], fds[0].get(), fds[1].get(), fds[2].get());
      launchers_.insert(answer.launcher);
    } catch (const std::system_error& error) {
      answer.error = error.code().value();
      std::string_view text = error.what();
      const std::string reason = ": " + error.code().message();  // which the maker adds again
      if (text.ends_with(reason)) text.remove_suffix(reason.size());
      text.copy(answer.problem, sizeof answer.problem - 1);
    }
  }

  void reap(pid_t launcher, Answer& answer) {
    if (launchers_.erase(launcher) == 0) return;
    while (::waitpid(launcher, &answer.wait_status, 0) < 0 && errno == EINTR) {
    }
  }

  int socket_;
  std::vector<Launch> kinds_;
  std::set<pid_t> launchers_;
};

// Keeps what the maker's readers wait for the end of, such as its output, from being held open here.
void let_go_of_everything_but(int socket) {
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd <= 2 && null >= 0; ++fd) ::dup2(null, fd);
  if (socket > 3) ::close_range(3, static_cast<unsigned>(socket) - 1, 0);
  ::close_range(static_cast<unsigned>(socket) + 1, ~0U, 0);
}

pid_t fork_helper(std::vector<Launch> kinds, int socket) {
  const pid_t pid = ::fork();
  if (pid < 0) fail("fork");
  if (pid > 0) return pid;
  let_go_of_everything_but(socket);
  ::prctl(PR_SET_NAME, "subject-starter");
  Fork(socket, std::move(kinds)).serve();
  ::_exit(0);
}

std::string all_of(int fd) {
  std::string text;
  std::array<char, 1024> block{};
  for (ssize_t count = 0; text.size() < 4096 && (count = ::read(fd, block.data(), block.size())) > 0;)
    text.append(block.data(), static_cast<std::size_t>(count));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

class Starter::Helper : public Parent {
 public:
  explicit Helper(std::vector<Launch> kinds) {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) fail("socketpair");
    socket_.reset(pair[0]);
    const UniqueFd theirs(pair[1]);
    if (kinds.at(0).confinement.has_own_network()) {
      std::array<int, 2> pipe{};
      if (::pipe2(pipe.data(), O_CLOEXEC) != 0) fail("pipe2");
      complaints_.reset(pipe[0]);
      const UniqueFd write_end(pipe[1]);
      const Confinement& confinement = kinds.front().confinement;
      std::filesystem::path cgroup;
      if (!confinement.cgroup.empty()) cgroup = make_server_cgroup(confinement.cgroup, confinement.uid);
      pid_ = spawn_server(kinds, theirs.get(), write_end.get(), cgroup);
    } else {
      pid_ = fork_helper(std::move(kinds), theirs.get());
    }
  }
  ~Helper() override {
    socket_.reset();
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

  void kill(pid_t launcher) noexcept override {
    Answer answer;
    ask({.wish = Wish::kKill, .launcher = launcher}, {}, answer);
  }
  int reap(pid_t launcher) noexcept override {
    Answer answer;
    ask({.wish = Wish::kReap, .launcher = launcher}, {}, answer);
    return answer.wait_status;
  }
  pid_t start(std::size_t kind, int channel, const Lines& lines) {
    Answer answer;
    const Fds fds{channel, lines.their_control.get(), lines.their_output.get()};
    if (!ask({.wish = Wish::kStart, .kind = static_cast<std::uint32_t>(kind)}, fds, answer)) {
      const std::string said = complaints_ ? all_of(complaints_.get()) : "";
      throw std::system_error(std::make_error_code(std::errc::io_error),
                              said.empty() ? "the process that starts subjects has ended" : said);
    }
    if (answer.error == 0) return answer.launcher;
    answer.problem[sizeof answer.problem - 1] = '\0';
    throw std::system_error(answer.error, std::generic_category(), answer.problem);
  }

 private:
  // Returns false when nobody is there to answer.
  bool ask(const Question& question, std::span<const int> fds, Answer& answer) noexcept {
    const std::lock_guard lock(mutex_);
    if (!greeted_ && !receive(socket_.get(), answer)) return false;
    greeted_ = true;
    return send_with_descriptors(socket_.get(), &question, sizeof question, fds.data(), static_cast<int>(fds.size())) &&
           receive(socket_.get(), answer);
  }

  std::mutex mutex_;
  UniqueFd socket_;
  UniqueFd complaints_;  // of what builds the sandbox
  pid_t pid_ = -1;
  bool greeted_ = false;
};

Starter::Starter(std::vector<Launch> kinds) : helper_(std::make_shared<Helper>(std::move(kinds))) {}

Process Starter::start(std::size_t kind, int channel_fd) {
  Lines lines = Lines::make();
  const pid_t launcher = helper_->start(kind, channel_fd, lines);
  return {launcher, std::move(lines), helper_};
}

}  // namespace sandbox
