// What a subject cannot do at the levels without namespaces. Each attempt is also made outside of any sandbox, where it
// must succeed: what never works proves nothing.

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "grader/sandbox/testing/subject_at_level.hpp"

namespace sandbox {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

sockaddr_in loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::string port_of(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return std::to_string(ntohs(address.sin_port));
}

int bound(int type) {
  const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const sockaddr_in address = loopback();
  EXPECT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return fd;
}

// What a hostile program would like to get at. When root tests, it belongs to the user that level B- then runs as: there,
// ownership protects nothing.
class Prey {
 public:
  Prey() {
    const uid_t owner = SubjectAtLevel::kUser;
    std::string name = (std::filesystem::temp_directory_path() / "hangtime-fence-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
    std::ofstream(secret()) << "#!/bin/sh\n";
    listen_ = bound(SOCK_STREAM);
    EXPECT_EQ(::listen(listen_, 64), 0);
    udp_ = bound(SOCK_DGRAM);
    unix_ = unix_socket(folder + "/socket", folder.size() + 7);
    abstract_ = unix_socket(std::string(1, '\0') + abstract().substr(1), abstract().size());
    for (const std::string& path : {folder, secret(), folder + "/socket"}) {
      EXPECT_EQ(::chmod(path.c_str(), 0777), 0);
      if (::getuid() == 0) EXPECT_EQ(::chown(path.c_str(), owner, owner), 0);
    }
    std::array<int, 2> ready{};
    EXPECT_EQ(::pipe(ready.data()), 0);
    process_ = ::fork();
    if (process_ == 0) {
      if (::getuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setresgid(owner, owner, owner) != 0 ||
                              ::setresuid(owner, owner, owner) != 0))
        ::_exit(1);
      ::prctl(PR_SET_DUMPABLE, 1);
      for (const int fd : ready) ::close(fd);
      for (;;) ::pause();
    }
    ::close(ready[1]);
    char byte = 0;
    EXPECT_EQ(::read(ready[0], &byte, 1), 0);
    ::close(ready[0]);
  }
  ~Prey() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    for (const int fd : {listen_, udp_, unix_, abstract_}) ::close(fd);
    std::filesystem::remove_all(folder);
  }
  Prey(const Prey&) = delete;
  Prey& operator=(const Prey&) = delete;

  std::string secret() const { return folder + "/secret"; }
  std::string abstract() const { return "@" + folder.substr(folder.rfind('/') + 1); }
  std::string process() const { return std::to_string(process_); }
  std::string port() const { return port_of(listen_); }
  bool was_connected() const {
    const int connection = ::accept(listen_, nullptr, nullptr);
    if (connection >= 0) ::close(connection);
    return connection >= 0;
  }

  struct Attempt {
    std::string what;
    std::string argument;
  };
  std::vector<Attempt> attempts() const {
    std::vector<Attempt> all;
    for (const char* what : {"read", "write", "execute", "chmod", "utimes", "inotify", "truncate"})
      all.push_back({what, secret()});
    all.push_back({"make", folder + "/new"});
    all.push_back({"list", folder});
    for (const char* path : {"/tmp/hangtime-fence", "/dev/shm/hangtime-fence", "/var/tmp/hangtime-fence"})
      all.push_back({"make", path});
    all.push_back({"read", "/etc/passwd"});
    all.push_back({"list", "/"});
    all.push_back({"read", "/proc/" + process() + "/environ"});
    all.push_back({"read", "/proc/" + process() + "/cmdline"});
    all.push_back({"read", "/proc/self/root" + secret()});
    for (const char* what :
         {"connect", "connect-nonblocking", "connect-child", "connect-thread", "connect-bound", "mptcp",
          "fastopen-sendto", "fastopen-sendmsg", "fastopen-sendmmsg", "fastopen-option", "connect-127.0.0.2"})
      all.push_back({what, port()});
    all.push_back({"udp", port_of(udp_)});
    for (const char* what : {"unix", "unix-pair", "unix-pair-send"}) {
      all.push_back({what, folder + "/socket"});
      all.push_back({what, abstract()});
    }
    all.push_back({"source-route", ""});
    all.push_back({"listen", ""});
    const int free = bound(SOCK_STREAM);
    all.push_back({"bind", port_of(free)});
    ::close(free);
    for (const char* what : {"kill", "ptrace", "prlimit", "setaffinity"}) all.push_back({what, process()});
    all.push_back({"kill-parent", ""});
    return all;
  }

 private:
  static int unix_socket(const std::string& name, std::size_t length) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, sizeof address.sun_path);
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
    return fd;
  }

  std::string folder;
  int listen_ = -1;
  int udp_ = -1;
  int unix_ = -1;
  int abstract_ = -1;
  pid_t process_ = -1;
};

// Attempts without a sandbox, as the user to whom the prey belongs; young kernels let only root choose a route.
std::string outside(const std::string& what, const std::string& argument) {
  std::string command = "/bin/sh -c '" HANGTIME_ATTEMPT " " + what + " " + argument + "; true'";
  if (::getuid() == 0 && what != "source-route")
    command = find_launcher().string() + " --uid " + std::to_string(SubjectAtLevel::kUser) + " --exec -- " + command;
  FILE* output = ::popen(command.c_str(), "r");
  std::string text;
  for (int letter = 0; (letter = std::fgetc(output)) != EOF;) text += static_cast<char>(letter);
  ::pclose(output);
  return text;
}

class Fence : public SubjectAtLevel {
 protected:
  std::string attempt(const std::string& what, const std::string& argument) {
    Process process =
        start({.program = HANGTIME_ATTEMPT, .arguments = {what, argument}, .channel_fd = channel.theirs()});
    return all_output(process);
  }
  // An attempt at a port that the subject may connect to.
  std::string attempt_at_a_served_port(const std::string& what, const std::string& more = "") {
    Process process = start(shell(channel, "read port <&3; exec " HANGTIME_ATTEMPT " " + what + " $port" + more));
    const int listener = process.take_socket();
    EXPECT_EQ(::listen(listener, 1024), 0);
    const std::string line = port_of(listener) + "\n";
    EXPECT_EQ(::write(channel.ours(), line.data(), line.size()), static_cast<ssize_t>(line.size()));
    const std::string text = all_output(process);
    ::close(listener);
    return text;
  }
};

TEST(Unfenced, EveryAttemptSucceeds) {
  if (::getuid() != 0) GTEST_SKIP() << "needs root, to hand over the prey";
  if (::getuid() == 0 && !others_can_enter(find_launcher()))
    GTEST_SKIP() << "other users cannot enter the project's folder";
  const Prey prey;
  for (const Prey::Attempt& each : prey.attempts()) {
    EXPECT_EQ(outside(each.what, each.argument), "open") << each.what << ' ' << each.argument;
  }
  for (const char* path : {"/tmp/hangtime-fence", "/dev/shm/hangtime-fence", "/var/tmp/hangtime-fence"}) ::unlink(path);
}

TEST_P(Fence, NoAttemptSucceeds) {
  const Prey prey;
  confinement.visible = {HANGTIME_ATTEMPT};
  for (const Prey::Attempt& each : prey.attempts()) {
    EXPECT_THAT(attempt(each.what, each.argument), StartsWith("refused: ")) << each.what << ' ' << each.argument;
  }
  EXPECT_FALSE(prey.was_connected());
}

TEST_P(Fence, WhatASubjectNeedsIsThere) {
  for (const char* path : {"/usr/bin/env", "/etc/ld.so.cache", "/proc/self/maps", "/proc/self/exe", "/dev/urandom"})
    EXPECT_EQ(attempt("read", path), "open") << path;
  for (const char* path : {"/dev/null", "/dev/zero"}) EXPECT_EQ(attempt("write", path), "open") << path;
  EXPECT_EQ(attempt("execute", "/usr/bin/true"), "open");
  EXPECT_EQ(output_of("pwd"), "/\n");
}

TEST_P(Fence, AModuleOfTheCourseCanBeRead) {
  const Prey prey;
  confinement.visible = {prey.secret()};
  EXPECT_EQ(attempt("read", prey.secret()), "open");
  EXPECT_THAT(attempt("write", prey.secret()), StartsWith("refused: "));
}

TEST_P(Fence, ServedPortsCanBeReachedInEveryWay) {
  for (const char* what :
       {"connect", "connect-again", "connect-nonblocking", "connect-child", "connect-thread", "connect-bound"}) {
    confinement.visible = {HANGTIME_ATTEMPT};
    EXPECT_EQ(attempt_at_a_served_port(what), "open") << what;
  }
}

TEST_P(Fence, ServedPortsCannotBeReachedPastTheBroker) {
  confinement.visible = {HANGTIME_ATTEMPT};
  for (const char* what : {"connect-v6", "connect-127.0.0.2", "mptcp", "fastopen-sendto", "fastopen-sendmsg",
                           "fastopen-sendmmsg", "fastopen-option"}) {
    EXPECT_THAT(attempt_at_a_served_port(what), StartsWith("refused: ")) << what;
  }
}

TEST_P(Fence, AnAddressThatChangesWhileItIsCheckedLeadsNowhereElse) {
  const Prey prey;
  confinement.visible = {HANGTIME_ATTEMPT};
  EXPECT_EQ(attempt_at_a_served_port("connect-swapped", "," + prey.port()), "open");
  EXPECT_FALSE(prey.was_connected());
}

TEST_P(Fence, AShutdownEndsAConnectionThatWaits) {
  confinement.visible = {HANGTIME_ATTEMPT};
  Process process = start(shell(channel, "read port <&3; exec " HANGTIME_ATTEMPT " cancel $port"));
  const int listener = process.take_socket();
  ASSERT_EQ(::listen(listener, 0), 0);
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  std::array<int, 4> fillers{};
  for (int& filler : fillers) {
    filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ::connect(filler, reinterpret_cast<sockaddr*>(&address), size);
  }
  const std::string line = port_of(listener) + "\n";
  ASSERT_EQ(::write(channel.ours(), line.data(), line.size()), static_cast<ssize_t>(line.size()));
  EXPECT_EQ(all_output(process), "open");
  for (const int fd : fillers) ::close(fd);
  ::close(listener);
}

TEST_P(Fence, AClosedConnectionIsClosedAlthoughItsSocketCameFromTheBroker) {
  Process process = start("exec bash -c 'read port <&3; exec 4<>/dev/tcp/127.0.0.1/$port; exec 4>&-; sleep 1000'");
  const int listener = process.take_socket();
  ASSERT_EQ(::listen(listener, 1), 0);
  const std::string line = port_of(listener) + "\n";
  ASSERT_EQ(::write(channel.ours(), line.data(), line.size()), static_cast<ssize_t>(line.size()));
  pollfd waiting{listener, POLLIN, 0};
  ASSERT_EQ(::poll(&waiting, 1, 60'000), 1);
  const int connection = ::accept(listener, nullptr, nullptr);
  pollfd ending{connection, POLLIN, 0};
  EXPECT_EQ(::poll(&ending, 1, 60'000), 1);
  char byte = 0;
  EXPECT_EQ(::read(connection, &byte, 1), 0);
  ::close(connection);
  ::close(listener);
}

TEST_P(Fence, LimitsHoldWhileTheBrokerIsKeptBusy) {
  memory_bytes = 48 * 1024 * 1024;
  Process process =
      start({.program = HANGTIME_ATTEMPT, .arguments = {"connect-and-allocate", "1"}, .channel_fd = channel.theirs()});
  all_output(process);
  EXPECT_EQ(process.wait().reason, Reason::kMemory);
}

TEST_P(Fence, WhatCannotBeFencedDoesNotStart) {
  confinement.visible = {"/nowhere"};
  EXPECT_EQ(start("true").wait().problem, "cannot start the program: landlock rule: --read: No such file or directory");
}

INSTANTIATE_TEST_SUITE_P(Levels, Fence, ::testing::Values(Level::kBMinus, Level::kB), level_in_test_name);

class SeparateUser : public SubjectAtLevel {};

TEST_P(SeparateUser, NoTwoSubjectsShareOne) {
  Process one = start("id -u; id -G; sleep 1000");
  Process other = start("id -u; id -G; sleep 1000");
  const auto first_words = [](Process& process) {
    pollfd waiting{process.output_fd(), POLLIN, 0};
    EXPECT_EQ(::poll(&waiting, 1, 60'000), 1);
    std::array<char, 64> block{};
    EXPECT_GT(::read(process.output_fd(), block.data(), block.size() - 1), 0);
    return std::string(block.data());
  };
  const std::string user = first_words(one);
  EXPECT_THAT(user, StartsWith("64"));
  EXPECT_NE(user, first_words(other));
}

TEST_P(SeparateUser, BoundsProcessesInTheKernelToo) {
  tasks = 50;
  EXPECT_EQ(output_of("exec bash -c 'ulimit -u'"), "100\n");
}

TEST_P(SeparateUser, IsNotOneThatSomethingElseRunsAs) {
  const Prey prey;
  confinement.uid = kUser;
  Process process =
      launch({.program = "/bin/true", .arguments = {}, .channel_fd = channel.theirs(), .confinement = confinement});
  EXPECT_THAT(process.wait().problem, HasSubstr("no user for the program is free"));
}

INSTANTIATE_TEST_SUITE_P(Levels, SeparateUser, ::testing::Values(Level::kB), level_in_test_name);

TEST(SameUser, IsNeverRoot) {
  if (::getuid() != 0) GTEST_SKIP() << "needs root";
  if (::getuid() == 0 && !others_can_enter(find_launcher()))
    GTEST_SKIP() << "other users cannot enter the project's folder";
  const Channel channel;
  Confinement confinement{.level = Level::kBMinus, .launcher = find_launcher(), .bwrap = {}, .uid = {}, .visible = {}};
  Process process =
      launch({.program = "/bin/true", .arguments = {}, .channel_fd = channel.theirs(), .confinement = confinement});
  EXPECT_EQ(process.wait().problem, "cannot start the program: root is not to be confined: Operation not permitted");
}

}  // namespace
}  // namespace sandbox
