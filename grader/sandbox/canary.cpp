#include "grader/sandbox/canary.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

#include "grader/sandbox/starter.hpp"
#include "grader/sandbox/unique_fd.hpp"

// Theory of operation. Traps are set where a hostile program would look: a file that anybody may read, a folder that
// anybody may write to, a TCP port, a UDP port, two unix sockets, the grader itself. The canary is then started exactly
// as a subject is. It reports what it could do; that it lies is not to be feared, as it is ours. What it cannot know is
// found out from outside: whether its datagram arrived, and whether its daemon is gone, by the end of its channel.
// Limits are tried by two more canaries which run beside the first.

namespace sandbox {
namespace {

using Fd = grader::UniqueFd;

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr std::uint64_t kMemory = 16 * 1024 * 1024;
constexpr std::uint64_t kTasks = 12;
constexpr std::chrono::minutes kPatience{2};

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

Fd bound(int family, int type, const sockaddr* address, socklen_t size) {
  Fd fd(::socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (fd.get() < 0 || ::bind(fd.get(), address, size) != 0) fail("a socket for the canary");
  if (type == SOCK_STREAM && ::listen(fd.get(), 16) != 0) fail("a socket for the canary");
  return fd;
}

class Traps {
 public:
  Traps() {
    std::string name = (fs::temp_directory_path() / "hangtime-canary-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) fail("a folder for the canary");
    folder_ = name;
    ::chmod(name.c_str(), 0777);
    std::ofstream(secret()) << "what no subject may read\n";
    ::chmod(secret().c_str(), 0644);
    listen_on_loopback();
    unix_ = at_unix_name(unix_path(), false);
    ::chmod(unix_path().c_str(), 0777);
    abstract_ = at_unix_name(abstract_name(), true);
  }
  ~Traps() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Traps(const Traps&) = delete;
  Traps& operator=(const Traps&) = delete;

  std::vector<std::string> arguments() const {
    return {"probe",         secret().string(),         folder_.string(), std::to_string(port_), unix_path().string(),
            abstract_name(), std::to_string(::getpid())};
  }
  bool got_a_datagram() const {
    char byte = 0;
    return ::recv(udp_.get(), &byte, 1, MSG_DONTWAIT) >= 0;
  }

 private:
  fs::path secret() const { return folder_ / "secret"; }
  fs::path unix_path() const { return folder_ / "socket"; }
  std::string abstract_name() const { return folder_.filename().string(); }

  // One number for both protocols, so that the canary needs to be told one.
  void listen_on_loopback() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    udp_ = bound(AF_INET, SOCK_DGRAM, reinterpret_cast<sockaddr*>(&address), sizeof address);
    socklen_t size = sizeof address;
    ::getsockname(udp_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    try {
      tcp_ = bound(AF_INET, SOCK_STREAM, reinterpret_cast<sockaddr*>(&address), sizeof address);
    } catch (const std::system_error&) {  // somebody has that one: another pair
      udp_.reset();
      address.sin_port = 0;
      tcp_ = bound(AF_INET, SOCK_STREAM, reinterpret_cast<sockaddr*>(&address), sizeof address);
      ::getsockname(tcp_.get(), reinterpret_cast<sockaddr*>(&address), &size);
      port_ = ntohs(address.sin_port);
      udp_ = bound(AF_INET, SOCK_DGRAM, reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
  }
  static Fd at_unix_name(const std::string& name, bool abstract) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (name.size() + 2 > sizeof address.sun_path) {
      errno = ENAMETOOLONG;
      fail("a socket for the canary: TMPDIR is too long");
    }
    const std::size_t start = abstract ? 1 : 0;
    std::memcpy(address.sun_path + start, name.data(), name.size());
    const auto size =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + start + name.size() + (abstract ? 0 : 1));
    return bound(AF_UNIX, SOCK_STREAM, reinterpret_cast<sockaddr*>(&address), size);
  }

  fs::path folder_;
  std::uint16_t port_ = 0;
  Fd tcp_, udp_, unix_, abstract_;
};

struct Channel {
  Fd ours, theirs;
  Channel() {
    std::array<int, 2> fds{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0) fail("a channel for the canary");
    ours = Fd(fds[0]);
    theirs = Fd(fds[1]);
  }
};

Launch canary(const Confinement& confinement, std::vector<std::string> arguments) {
  return {.program = confinement.launcher.parent_path() / "hangtime_canary",
          .arguments = std::move(arguments),
          .cpu_limit = std::chrono::seconds(20),
          .memory_bytes = kMemory,
          .tasks = kTasks,
          .confinement = confinement};
}

// One whom nothing stops would wait for ever.
Exit end_of(Process& process) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!process.poll() && std::chrono::steady_clock::now() < until) {
    pollfd waiting{process.end_fd(), POLLIN, 0};
    ::poll(&waiting, 1, 1000);
  }
  process.kill();
  return process.wait();
}

// All that arrives until nobody holds the other end any more; what is missing at the end of the patience stays missing.
std::string everything_from(const Fd& channel, bool& ended) {
  std::string text;
  std::array<char, 4096> block{};
  const auto until = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
    pollfd waiting{channel.get(), POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) break;
    const ssize_t count = ::recv(channel.get(), block.data(), block.size(), MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    ended = count <= 0;
    if (ended) break;
    text.append(block.data(), static_cast<std::size_t>(count));
  }
  return text;
}

void note(CanaryResult& result, std::string name, bool could) {
  if (could) result.open.push_back(name);
  result.tried.push_back(std::move(name));
}

void read_answers(CanaryResult& result, const std::string& text) {
  bool complete = false;
  for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    const std::string name = text.substr(at + 1, end - at - 1);
    complete = complete || name == "end";
    if (name != "end") note(result, name, text[at] == '+');
  }
  if (!complete) result.problem = "the canary did not finish";
}

}  // namespace

CanaryResult send_canary(const Confinement& confinement) {
  CanaryResult result;
  const Traps traps;
  Channel channel;
  Channel other;
  try {
    Starter starter({canary(confinement, traps.arguments()),
                     canary(confinement, {"allocate", std::to_string(4 * kMemory)}),
                     canary(confinement, {"multiply", std::to_string(3 * kTasks)}),
                     canary(confinement, {"burst", std::to_string(4 * kMemory)})});
    Process prober = starter.start(0, channel.theirs.get());
    Process eater = starter.start(1, other.theirs.get());
    Process breeder = starter.start(2, other.theirs.get());
    channel.theirs.reset();
    prober.await_start();
    const Exit exit = end_of(prober);
    if (!exit.problem.empty()) return {.tried = {}, .open = {}, .problem = exit.problem};
    // Everything that could write has ended, unless something survived.
    bool ended = false;
    std::string answers = everything_from(channel.ours, ended);
    read_answers(result, answers);
    note(result, "send-a-datagram", traps.got_a_datagram());
    note(result, "survive", !ended);
    note(result, "use-more-memory", end_of(eater).reason != Reason::kMemory);
    note(result, "start-more-processes", end_of(breeder).reason != Reason::kProcesses);
    // Below, what looks now and then is known to be too slow for it.
    if (confinement.level >= Level::kAPlus) {
      Channel burst;
      Process burster = starter.start(3, burst.theirs.get());
      burst.theirs.reset();
      const Exit end = end_of(burster);
      bool closed = false;
      note(result, "use-more-memory-in-a-burst",
           end.reason != Reason::kMemory || !everything_from(burst.ours, closed).empty());
    }
  } catch (const std::system_error& error) {
    result.problem = error.what();
  }
  return result;
}

}  // namespace sandbox
