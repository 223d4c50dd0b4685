// The canary: a program of ours that tries, in a student's place, what a hostile program would try, and says what it
// could do. Whether a sandbox holds is found out by this, not by asking the kernel what it offers.
//
//   hangtime_canary probe SECRET FOLDER PORT UNIX ABSTRACT PID
//   hangtime_canary allocate BYTES          use so much memory, then wait
//   hangtime_canary burst BYTES             the same at once, and say so
//   hangtime_canary multiply TASKS          start so many processes, then wait
//
// `probe` answers on descriptor 3: one line for each thing it tried, "+name" when it could do it, "-name" when not. It
// leaves a daemon behind which holds that descriptor. What it sends to PORT without a connection, only the owner of the
// port can see.

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr int kAnswers = 3;

void tell(const char* name, bool could) {
  std::string line = could ? "+" : "-";
  line += name;
  line += '\n';
  [[maybe_unused]] const ssize_t ignored = ::write(kAnswers, line.data(), line.size());
}

struct Target {
  std::string secret;
  std::string folder;
  std::uint16_t port = 0;
  std::string unix_path;
  std::string abstract_name;
  pid_t pid = 0;
};

bool can_open(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  ::close(fd);
  return true;
}

void probe_files(const Target& target) {
  tell("read-a-foreign-file", can_open(target.secret, O_RDONLY));
  struct stat status{};
  tell("stat-of-hidden-file", ::stat(target.secret.c_str(), &status) == 0);
  tell("write-a-foreign-file", can_open(target.folder + "/canary", O_WRONLY | O_CREAT));
  bool anywhere = false;
  for (const char* folder : {".", "/tmp", "/var/tmp", "/dev/shm", "/run", "/"}) {
    const std::string path = std::string(folder) + "/hangtime-canary";
    if (!can_open(path, O_WRONLY | O_CREAT)) continue;
    anywhere = true;
    ::unlink(path.c_str());
  }
  tell("write-any-file", anywhere);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

class Socket {
 public:
  Socket(int family, int type, int protocol) : fd_(::socket(family, type | SOCK_CLOEXEC, protocol)) {}
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

bool can_connect(int protocol, std::uint16_t port) {
  const Socket socket(AF_INET, SOCK_STREAM, protocol);
  const sockaddr_in address = loopback(port);
  return socket.get() >= 0 && ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool can_connect_fast(std::uint16_t port) {
  const Socket socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  return socket.get() >= 0 && ::sendto(socket.get(), "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL,
                                       reinterpret_cast<const sockaddr*>(&address), sizeof address) > 0;
}

void send_a_datagram(std::uint16_t port) {
  const Socket socket(AF_INET, SOCK_DGRAM, 0);
  const sockaddr_in address = loopback(port);
  if (socket.get() < 0) return;
  ::sendto(socket.get(), "x", 1, MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

bool can_connect_unix(const std::string& name, bool abstract) {
  const Socket socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::size_t start = abstract ? 1 : 0;
  std::memcpy(address.sun_path + start, name.data(), std::min(name.size(), sizeof address.sun_path - 2));
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + start + name.size() + (abstract ? 0 : 1));
  return socket.get() >= 0 && ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0;
}

void probe_network(const Target& target) {
  constexpr int kMptcp = 262;
  tell("connect-tcp", can_connect(0, target.port));
  tell("connect-mptcp", can_connect(kMptcp, target.port));
  tell("connect-fast-open", can_connect_fast(target.port));
  tell("connect-unix", can_connect_unix(target.unix_path, false));
  tell("connect-abstract-unix", can_connect_unix(target.abstract_name, true));
  send_a_datagram(target.port);
}

bool can_read_memory(pid_t pid) {
  char here = 0;
  const iovec local{&here, 1};
  const iovec remote{&here, 1};  // whether there is anything at that address does not matter: EFAULT is a success too
  return ::process_vm_readv(pid, &local, 1, &remote, 1, 0) >= 0 || errno == EFAULT;
}

void probe_processes(const Target& target) {
  const std::string process = "/proc/" + std::to_string(target.pid);
  tell("signal-the-grader", ::kill(target.pid, 0) == 0);
  tell("trace-the-grader", ::ptrace(PTRACE_SEIZE, target.pid, nullptr, nullptr) == 0);
  tell("read-the-graders-memory", can_read_memory(target.pid));
  tell("read-the-graders-environment", can_open(process + "/environ", O_RDONLY));
  // The process may be there and be another one: a namespace has numbers of its own.
  const int list = ::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  tell("list-processes", list >= 0 && ::getpid() > 16 && ::access(process.c_str(), F_OK) == 0);
  if (list >= 0) ::close(list);
}

void probe_kernel() {
  tell("make-a-namespace", ::unshare(CLONE_NEWUSER) == 0);
  const long ring = ::syscall(SYS_io_uring_setup, 1, nullptr);
  tell("use-io-uring", ring >= 0 || errno == EFAULT);
  const int memory = ::shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
  tell("keep-memory-behind", memory >= 0);
  if (memory >= 0) ::shmctl(memory, IPC_RMID, nullptr);
  const int file = static_cast<int>(::syscall(SYS_memfd_create, "canary", 0));
  tell("hide-memory", file >= 0);
  if (file >= 0) ::close(file);
}

// Two forks, a session of its own, deaf to what can be ignored: whoever holds the other end of descriptor 3 sees it end.
void leave_a_daemon() {
  if (::fork() != 0) return;
  ::setsid();
  for (const int signal : {SIGTERM, SIGHUP, SIGINT, SIGPIPE}) ::signal(signal, SIG_IGN);
  if (::fork() == 0) {
    for (;;) ::pause();
  }
  ::_exit(0);
}

int probe(const Target& target) {
  probe_files(target);
  probe_network(target);
  probe_processes(target);
  probe_kernel();
  leave_a_daemon();
  tell("end", false);
  return 0;
}

int allocate(std::size_t bytes) {
  std::vector<char> memory(bytes);
  for (std::size_t i = 0; i < bytes; i += 1024) memory[i] = 1;
  ::pause();
  return memory[bytes / 2];
}

// Faster than anybody looks: in one call, in pages as large as there are.
int allocate_in_a_burst(std::size_t bytes) {
  constexpr std::size_t kHuge = 2 * 1024 * 1024;
  void* const room = ::mmap(nullptr, bytes + kHuge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) return 1;
  ::madvise(room, bytes + kHuge, MADV_HUGEPAGE);
  std::memset(room, 1, bytes);
  tell("use-more-memory-in-a-burst", true);
  ::pause();
  return 0;
}

int multiply(int tasks) {
  for (int i = 0; i < tasks; ++i) {
    if (::fork() == 0) {
      for (;;) ::pause();
    }
  }
  ::pause();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 7 && words[0] == "probe") {
    return probe({.secret = words[1],
                  .folder = words[2],
                  .port = static_cast<std::uint16_t>(std::stoi(words[3])),
                  .unix_path = words[4],
                  .abstract_name = words[5],
                  .pid = std::stoi(words[6])});
  }
  if (words.size() == 2 && words[0] == "allocate") return allocate(std::stoull(words[1]));
  if (words.size() == 2 && words[0] == "burst") return allocate_in_a_burst(std::stoull(words[1]));
  if (words.size() == 2 && words[0] == "multiply") return multiply(std::stoi(words[1]));
  std::fputs("usage: hangtime_canary probe|allocate|burst|multiply …\n", stderr);
  return 2;
}
