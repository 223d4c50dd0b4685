// What a process that has locked itself in can do no more. Each attempt is also made by a process that has not, where it
// must succeed.

#include "grader/sandbox/lock_in.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "grader/sandbox/landlock.hpp"

namespace sandbox {
namespace {

using ::testing::ElementsAre;

/// Runs each attempt in a child, and returns the names of those that succeeded.
struct Attempt {
  std::string name;
  std::function<bool()> make;
};

std::vector<std::string> possible(const std::vector<Attempt>& attempts, bool locked_in) {
  std::vector<std::string> names;
  for (const Attempt& attempt : attempts) {
    const pid_t child = ::fork();
    if (child == 0) {
      try {
        if (locked_in) lock_in();
        ::_exit(attempt.make() ? 0 : 1);
      } catch (const std::system_error&) {
        ::_exit(2);
      }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 2) names.push_back(attempt.name + ": cannot lock itself in");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) names.push_back(attempt.name);
  }
  return names;
}

bool opens(const std::string& path, int flags) { return ::open(path.c_str(), flags, 0600) >= 0; }

sockaddr_in loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

class LockIn : public ::testing::Test {
 protected:
  void SetUp() override {
    if (landlock_abi() == 0) GTEST_SKIP() << "needs a kernel with Landlock";
    std::string name = (std::filesystem::temp_directory_path() / "hangtime-lock-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
    std::ofstream(folder / "file") << "text";
    neighbour = ::fork();
    if (neighbour == 0) {
      for (;;) ::pause();
    }
  }
  void TearDown() override {
    if (neighbour > 0) {
      ::kill(neighbour, SIGKILL);
      ::waitpid(neighbour, nullptr, 0);
    }
    std::filesystem::remove_all(folder);
  }

  std::filesystem::path folder;
  pid_t neighbour = -1;
};

TEST_F(LockIn, TakesFilesTheNetworkProgramsAndOtherProcesses) {
  const std::string file = (folder / "file").string();
  const std::vector<Attempt> attempts{
      {"read a file", [&] { return opens(file, O_RDONLY); }},
      {"read /etc/passwd", [] { return opens("/etc/passwd", O_RDONLY); }},
      {"read a neighbour's environment",
       [&] { return opens("/proc/" + std::to_string(neighbour) + "/environ", O_RDONLY); }},
      {"write a file", [&] { return opens(file, O_WRONLY); }},
      {"make a file", [&] { return opens((folder / "new").string(), O_WRONLY | O_CREAT); }},
      {"make a folder", [&] { return ::mkdir((folder / "new folder").c_str(), 0700) == 0; }},
      {"make a pipe", [&] { return ::mkfifo((folder / "new pipe").c_str(), 0700) == 0; }},
      {"make a link", [&] { return ::symlink("file", (folder / "new link").c_str()) == 0; }},
      {"cut a file", [&] { return ::truncate(file.c_str(), 1) == 0; }},
      {"change a file's mode", [&] { return ::chmod(file.c_str(), 0777) == 0; }},
      {"change a file's times", [&] { return ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0) == 0; }},
      {"open a TCP socket", [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }},
      {"open a UDP socket", [] { return ::socket(AF_INET, SOCK_DGRAM, 0) >= 0; }},
      {"open a unix socket", [] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }},
      {"open a netlink socket", [] { return ::socket(AF_NETLINK, SOCK_RAW, 0) >= 0; }},
      {"start a process", [] { return ::fork() >= 0; }},
      {"become a program",
       [] {
         ::execl("/bin/true", "/bin/true", nullptr);
         return false;
       }},
      {"signal a neighbour", [&] { return ::kill(neighbour, SIGCONT) == 0; }},
      {"remove a file", [&] { return ::unlink(file.c_str()) == 0; }},
  };
  std::vector<std::string> all;
  for (const Attempt& attempt : attempts) all.push_back(attempt.name);
  EXPECT_THAT(possible(attempts, true), ElementsAre());
  EXPECT_EQ(possible(attempts, false), all);
}

TEST_F(LockIn, TakesTheRightsOfRoot) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root, to lose its rights";
  const std::vector<Attempt> attempts{
      {"become another user", [] { return ::setresuid(65534, 65534, 65534) == 0; }},
      {"take a name for the machine", [] { return ::syscall(SYS_sethostname, "hangtime", 8) == 0; }},
  };
  EXPECT_THAT(possible(attempts, true), ElementsAre());
}

TEST_F(LockIn, LeavesWhatAServerNeeds) {
  const int given = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const std::vector<Attempt> attempts{
      {"serve on a socket it was given",
       [&] {
         sockaddr_in address = loopback();
         socklen_t size = sizeof address;
         return ::bind(given, reinterpret_cast<const sockaddr*>(&address), size) == 0 && ::listen(given, 4) == 0 &&
                ::getsockname(given, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
                ::connect(client, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                ::accept(given, nullptr, nullptr) >= 0;
       }},
      {"start a thread",
       [] {
         std::atomic<bool> ran = false;
         std::thread([&] { ran = true; }).join();
         return ran.load();
       }},
      {"make a pair of sockets",
       [] {
         std::array<int, 2> pair{};
         return ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()) == 0;
       }},
      {"read the system's libraries", [] { return opens("/usr/lib/os-release", O_RDONLY); }},
      {"abort", [] { return ::raise(0) == 0; }},
  };
  EXPECT_THAT(possible(attempts, true), ElementsAre("serve on a socket it was given", "start a thread",
                                                    "make a pair of sockets", "read the system's libraries", "abort"));
  ::close(given);
  ::close(client);
}

}  // namespace
}  // namespace sandbox
