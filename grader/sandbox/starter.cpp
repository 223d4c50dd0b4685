#include "grader/sandbox/starter.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

// Theory of operation. Questions and answers are structures over one SOCK_SEQPACKET socket, one question at a time; both
// sides are one program. The channel comes with the question, the control socket and the output with the answer. The
// helper keeps nothing of what it hands over: when its maker dies, the launchers lose their lifelines, wherever they are.
// It answers about no process but those it has started and not yet waited for, so that a number used again is no danger.

namespace sandbox {
namespace {

enum class Wish : std::uint32_t { kStart, kKillGroup, kReap };

struct Question {
  Wish wish = Wish::kStart;
  std::uint32_t kind = 0;     // kStart
  std::int32_t launcher = 0;  // kKillGroup, kReap
};

struct Answer {
  std::int32_t error = 0;  // errno
  std::int32_t launcher = -1;
  std::int32_t in_namespaces = 0;
  std::int32_t wait_status = 0;
  std::array<char, 512> problem{};
};

constexpr std::size_t kMostFds = 2;

template <typename Message>
bool send(int socket, const Message& message, std::span<const int> fds) {
  Message copy = message;
  iovec part{&copy, sizeof copy};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostFds * sizeof(int))> extra{};
  msghdr envelope{};
  envelope.msg_iov = &part;
  envelope.msg_iovlen = 1;
  if (!fds.empty()) {
    envelope.msg_control = extra.data();
    envelope.msg_controllen = CMSG_SPACE(fds.size_bytes());
    cmsghdr* header = CMSG_FIRSTHDR(&envelope);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(header), fds.data(), fds.size_bytes());
  }
  ssize_t count = 0;
  do {
    count = ::sendmsg(socket, &envelope, MSG_NOSIGNAL);
  } while (count < 0 && errno == EINTR);
  return count == static_cast<ssize_t>(sizeof copy);
}

template <typename Message>
bool receive(int socket, Message& message, std::array<grader::UniqueFd, kMostFds>& fds) {
  iovec part{&message, sizeof message};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostFds * sizeof(int))> extra{};
  msghdr envelope{};
  envelope.msg_iov = &part;
  envelope.msg_iovlen = 1;
  envelope.msg_control = extra.data();
  envelope.msg_controllen = extra.size();
  ssize_t count = 0;
  do {
    count = ::recvmsg(socket, &envelope, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  for (cmsghdr* header = CMSG_FIRSTHDR(&envelope); header != nullptr; header = CMSG_NXTHDR(&envelope, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    std::array<int, kMostFds> raw{};
    const std::size_t sent = std::min((header->cmsg_len - CMSG_LEN(0)) / sizeof(int), kMostFds);
    std::memcpy(raw.data(), CMSG_DATA(header), sent * sizeof(int));
    for (std::size_t i = 0; i < sent; ++i) fds.at(i).reset(raw.at(i));
  }
  return count == static_cast<ssize_t>(sizeof message);
}

// The helper's whole life.
class Helper {
 public:
  Helper(int socket, std::vector<Launch> kinds) : socket_(socket), kinds_(std::move(kinds)) {}

  void serve() {
    for (;;) {
      Question question;
      std::array<grader::UniqueFd, kMostFds> fds;
      if (!receive(socket_, question, fds)) return;
      Answer answer;
      StartedLauncher started;
      switch (question.wish) {
        case Wish::kStart:
          start(question, fds[0].get(), started, answer);
          break;
        case Wish::kKillGroup:
          if (launchers_.contains(question.launcher)) ::kill(-question.launcher, SIGKILL);
          break;
        case Wish::kReap:
          reap(question.launcher, answer);
          break;
      }
      const std::array<int, 2> gifts{started.control.get(), started.output.get()};
      const std::span<const int> given(gifts.data(), started.pid > 0 ? gifts.size() : 0);
      if (!send(socket_, answer, given)) return;
    }
  }

 private:
  void start(const Question& question, int channel, StartedLauncher& started, Answer& answer) {
    if (question.kind >= kinds_.size() || channel < 0) {
      answer.error = EINVAL;
      return;
    }
    Launch launch = kinds_[question.kind];
    launch.channel_fd = channel;
    try {
      started = start_launcher(launch);
      launchers_.insert(started.pid);
      answer.launcher = started.pid;
      answer.in_namespaces = started.in_namespaces ? 1 : 0;
    } catch (const std::system_error& error) {
      answer.error = error.code().value();
      std::string_view text = error.what();
      const std::string reason = ": " + error.code().message();  // which the maker adds again
      if (text.ends_with(reason)) text.remove_suffix(reason.size());
      text.copy(answer.problem.data(), answer.problem.size() - 1);
    }
  }

  void reap(pid_t launcher, Answer& answer) {
    if (launchers_.erase(launcher) == 0) {
      answer.error = ECHILD;
      return;
    }
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

}  // namespace

class Starter::Remote : public Parent {
 public:
  explicit Remote(grader::UniqueFd socket) : socket_(std::move(socket)) {}

  void kill_group(pid_t launcher) noexcept override {
    Answer answer;
    ask({.wish = Wish::kKillGroup, .launcher = launcher}, {}, answer);
  }
  int reap(pid_t launcher) noexcept override {
    Answer answer;
    ask({.wish = Wish::kReap, .launcher = launcher}, {}, answer);
    return answer.wait_status;
  }
  StartedLauncher start(std::size_t kind, int channel) {
    Answer answer;
    const std::array<int, 1> gift{channel};
    auto fds = ask({.wish = Wish::kStart, .kind = static_cast<std::uint32_t>(kind)}, gift, answer);
    if (!fds) {
      throw std::system_error(std::make_error_code(std::errc::broken_pipe),
                              "the process that starts subjects has ended");
    }
    if (answer.error != 0) {
      answer.problem.back() = '\0';
      throw std::system_error(answer.error, std::generic_category(), answer.problem.data());
    }
    return {.pid = answer.launcher,
            .control = std::move((*fds)[0]),
            .output = std::move((*fds)[1]),
            .in_namespaces = answer.in_namespaces != 0};
  }
  void hang_up() { socket_.reset(); }

 private:
  using Fds = std::array<grader::UniqueFd, kMostFds>;

  // nullopt: nobody is there to answer.
  std::optional<Fds> ask(const Question& question, std::span<const int> gifts, Answer& answer) noexcept {
    const std::lock_guard lock(mutex_);
    Fds fds;
    if (!send(socket_.get(), question, gifts) || !receive(socket_.get(), answer, fds)) return std::nullopt;
    return fds;
  }

  std::mutex mutex_;
  grader::UniqueFd socket_;
};

Starter::Starter(std::vector<Launch> kinds) {
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  grader::UniqueFd ours(pair[0]);
  const grader::UniqueFd theirs(pair[1]);
  helper_ = ::fork();
  if (helper_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (helper_ == 0) {
    let_go_of_everything_but(theirs.get());
    ::prctl(PR_SET_NAME, "subject-starter");
    Helper(theirs.get(), std::move(kinds)).serve();
    ::_exit(0);
  }
  remote_ = std::make_unique<Remote>(std::move(ours));
}

Starter::~Starter() {
  remote_->hang_up();
  while (::waitpid(helper_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Process Starter::start(std::size_t kind, int channel_fd) { return {remote_->start(kind, channel_fd), *remote_}; }

}  // namespace sandbox
