// Tries one thing that a sandbox may forbid, and says "open" or "refused: " and why. Tests run it inside and outside.
//
//   sandbox_attempt WHAT [ARGUMENT]
//
// WHAT and its argument are in the table below.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <iostream>
#include <map>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace {

constexpr int kMptcp = 262;

using Attempt = bool (*)(const std::string& argument);  // false with errno set

sockaddr_in loopback(const std::string& port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
  return address;
}

template <typename Address>
const sockaddr* generic(const Address& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

int tcp(int flags = 0, int protocol = 0) { return ::socket(AF_INET, SOCK_STREAM | flags, protocol); }

bool say_hello(int fd) { return ::send(fd, "hello\n", 6, MSG_NOSIGNAL) == 6; }

bool connect_to(int fd, const std::string& port) {
  const sockaddr_in address = loopback(port);
  return fd >= 0 && ::connect(fd, generic(address), sizeof address) == 0 && say_hello(fd);
}

bool opens(const std::string& path, int flags) { return ::open(path.c_str(), flags, 0600) >= 0; }
bool read_file(const std::string& path) { return opens(path, O_RDONLY); }
bool write_file(const std::string& path) { return opens(path, O_WRONLY); }
bool make_file(const std::string& path) { return opens(path, O_WRONLY | O_CREAT); }
bool list_folder(const std::string& path) { return opens(path, O_RDONLY | O_DIRECTORY); }
bool change_mode(const std::string& path) { return ::chmod(path.c_str(), 0666) == 0; }
bool change_times(const std::string& path) { return ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0; }
bool cut_file(const std::string& path) { return ::truncate(path.c_str(), 1) == 0; }
bool watch_file(const std::string& path) {
  const int fd = ::inotify_init1(0);
  return fd >= 0 && ::inotify_add_watch(fd, path.c_str(), IN_ALL_EVENTS) >= 0;
}
bool run_file(const std::string& path) {
  const char* const arguments[] = {path.c_str(), nullptr};
  const pid_t child = ::fork();
  if (child == 0) {
    ::execv(path.c_str(), const_cast<char* const*>(arguments));
    ::_exit(errno);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  errno = WEXITSTATUS(status);
  return status == 0;
}

bool connect_plain(const std::string& port) { return connect_to(tcp(), port); }
bool connect_mptcp(const std::string& port) { return connect_to(tcp(0, kMptcp), port); }

// Twice: the second call of a socket that is connected has an answer of its own.
bool connect_again(const std::string& port) {
  const int fd = tcp();
  if (!connect_to(fd, port)) return false;
  if (connect_to(fd, port) || errno != EISCONN) return false;
  return true;
}

bool connect_without_waiting(const std::string& port) {
  const int fd = tcp(SOCK_NONBLOCK | SOCK_CLOEXEC);
  const sockaddr_in address = loopback(port);
  if (::connect(fd, generic(address), sizeof address) != 0 && errno != EINPROGRESS) return false;
  pollfd done{fd, POLLOUT, 0};
  ::poll(&done, 1, -1);
  socklen_t size = sizeof errno;
  int error = 0;
  ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  errno = error;
  return error == 0 && say_hello(fd);
}

bool connect_in_a_child(const std::string& port) {
  const int fd = tcp();
  const pid_t child = ::fork();
  if (child == 0) ::_exit(connect_to(fd, port) ? 0 : errno);
  int status = 0;
  ::waitpid(child, &status, 0);
  errno = WEXITSTATUS(status);
  return status == 0;
}

bool connect_in_a_thread(const std::string& port) {
  bool could = false;
  int error = 0;
  std::thread([&] {
    could = connect_to(tcp(), port);
    error = errno;
  }).join();
  errno = error;
  return could;
}

// As a client does that wants to tell its port before it is connected.
bool connect_bound(const std::string& port) {
  const int fd = tcp();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  socklen_t size = sizeof address;
  if (::bind(fd, generic(address), size) != 0) return false;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  errno = EADDRNOTAVAIL;
  return address.sin_port != 0 && connect_to(fd, port);
}

// Returns whether a connection that waits, for a place in a backlog, holds up nothing else, and ends when a duplicate of
// its socket is shut down.
bool cancel_by_shutdown(const std::string& port) {
  const int fd = tcp();
  const int duplicate = ::dup(fd);
  std::atomic<bool> ended = false;
  std::thread waiter([&] {
    connect_to(fd, port);
    ended = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  ::close(tcp());
  const bool waited = !ended;
  ::shutdown(duplicate, SHUT_RDWR);
  waiter.join();
  errno = EAGAIN;
  return waited;
}

// Says afterwards whether the address it was given up for, an open one, was taken at least once.
bool swap_the_address(const std::string& ports) {
  const std::size_t comma = ports.find(',');
  sockaddr_in address = loopback(ports.substr(0, comma));
  const in_port_t allowed = address.sin_port;
  const in_port_t foreign = loopback(ports.substr(comma + 1)).sin_port;
  std::atomic<bool> stop = false;
  std::thread swapper([&] {
    while (!stop) {
      __atomic_store_n(&address.sin_port, foreign, __ATOMIC_RELAXED);
      __atomic_store_n(&address.sin_port, allowed, __ATOMIC_RELAXED);
    }
  });
  int connected = 0;
  for (int i = 0; i < 1000; ++i) {
    const int fd = tcp();
    connected += ::connect(fd, generic(address), sizeof address) == 0 ? 1 : 0;
    ::close(fd);
  }
  stop = true;
  swapper.join();
  errno = ENOTCONN;
  return connected > 0;
}

// Keeps the broker busy and uses more and more memory meanwhile; only a limit ends it.
bool ask_and_allocate(const std::string& port) {
  for (int i = 0; i < 16; ++i) {
    std::thread([port] {
      const sockaddr_in address = loopback(port);
      for (;;) ::connect(-1, generic(address), sizeof address);
    }).detach();
  }
  std::vector<std::string> kept;
  for (;;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    kept.emplace_back(1024 * 1024, 'x');
  }
}

bool connect_to_v6(const std::string& port) {
  const int fd = ::socket(AF_INET6, SOCK_STREAM, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  ::inet_pton(AF_INET6, "::ffff:127.0.0.1", &address.sin6_addr);
  address.sin6_port = loopback(port).sin_port;
  return fd >= 0 && ::connect(fd, generic(address), sizeof address) == 0;
}

bool connect_to_another_address(const std::string& port) {
  sockaddr_in address = loopback(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);  // where nobody listens: who asks has come through
  return ::connect(tcp(), generic(address), sizeof address) == 0 || errno == ECONNREFUSED;
}

bool send_datagram(const std::string& port) {
  const sockaddr_in address = loopback(port);
  return ::sendto(::socket(AF_INET, SOCK_DGRAM, 0), "x", 1, 0, generic(address), sizeof address) == 1;
}

bool fast_open(const std::string& port, int (*send)(int fd, msghdr& message)) {
  sockaddr_in address = loopback(port);
  char text[] = "hello\n";
  iovec part{text, 6};
  msghdr message{};
  message.msg_name = &address;
  message.msg_namelen = sizeof address;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  return send(tcp(), message) > 0;
}
bool fast_open_sendto(const std::string& port) {
  return fast_open(port, [](int fd, msghdr& message) {
    return static_cast<int>(::sendto(fd, "hello\n", 6, MSG_FASTOPEN | MSG_NOSIGNAL,
                                     static_cast<sockaddr*>(message.msg_name), message.msg_namelen));
  });
}
bool fast_open_sendmsg(const std::string& port) {
  return fast_open(port, [](int fd, msghdr& message) {
    return static_cast<int>(::sendmsg(fd, &message, MSG_FASTOPEN | MSG_NOSIGNAL));
  });
}
bool fast_open_sendmmsg(const std::string& port) {
  return fast_open(port, [](int fd, msghdr& message) {
    mmsghdr one{message, 0};
    return ::sendmmsg(fd, &one, 1, MSG_FASTOPEN | MSG_NOSIGNAL);
  });
}
bool fast_open_option(const std::string& port) {
  const int fd = tcp();
  const int on = 1;
  return ::setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on, sizeof on) == 0 && connect_to(fd, port);
}

bool set_a_source_route(const std::string&) {
  const unsigned char loose_route[] = {IPOPT_LSRR, 7, 4, 127, 0, 0, 1, IPOPT_END};
  return ::setsockopt(tcp(), IPPROTO_IP, IP_OPTIONS, loose_route, sizeof loose_route) == 0;
}

sockaddr_un unix_address(const std::string& name, socklen_t& size) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy_n(name.data(), std::min(name.size(), sizeof address.sun_path - 1), address.sun_path);
  if (name.front() == '@') address.sun_path[0] = '\0';
  size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  return address;
}
bool connect_unix(const std::string& name) {
  socklen_t size = 0;
  const sockaddr_un address = unix_address(name, size);
  return ::connect(::socket(AF_UNIX, SOCK_DGRAM, 0), generic(address), size) == 0;
}
// One end of a pair is a unix socket too.
bool connect_unix_pair(const std::string& name) {
  int pair[2] = {-1, -1};
  socklen_t size = 0;
  const sockaddr_un address = unix_address(name, size);
  if (::socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) != 0) return false;
  return ::connect(pair[0], generic(address), size) == 0;
}
bool send_from_unix_pair(const std::string& name) {
  int pair[2] = {-1, -1};
  socklen_t size = 0;
  sockaddr_un address = unix_address(name, size);
  if (::socketpair(AF_UNIX, SOCK_RAW, 0, pair) != 0) return false;
  char letter = 'x';
  iovec part{&letter, 1};
  msghdr message{};
  message.msg_name = &address;
  message.msg_namelen = size;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  return ::sendmsg(pair[0], &message, 0) == 1;
}

bool bind_port(const std::string& port) {
  const sockaddr_in address = loopback(port);
  return ::bind(tcp(), generic(address), sizeof address) == 0;
}
bool serve(const std::string&) { return ::listen(tcp(), 1) == 0; }

bool signal_process(const std::string& pid) { return ::kill(std::stoi(pid), SIGCONT) == 0; }
bool signal_parent(const std::string&) { return ::kill(::getppid(), SIGCONT) == 0; }
bool trace_process(const std::string& pid) { return ::ptrace(PTRACE_SEIZE, std::stoi(pid), nullptr, nullptr) == 0; }
bool limit_process(const std::string& pid) {
  rlimit old{};
  return ::prlimit(std::stoi(pid), RLIMIT_CORE, nullptr, &old) == 0;
}
bool pin_process(const std::string& pid) {
  cpu_set_t all;
  return ::sched_getaffinity(0, sizeof all, &all) == 0 && ::sched_setaffinity(std::stoi(pid), sizeof all, &all) == 0;
}

const std::map<std::string, Attempt> kAttempts{
    {"read", read_file},
    {"write", write_file},
    {"make", make_file},
    {"list", list_folder},
    {"chmod", change_mode},
    {"utimes", change_times},
    {"truncate", cut_file},
    {"inotify", watch_file},
    {"execute", run_file},
    {"connect", connect_plain},
    {"connect-again", connect_again},
    {"connect-nonblocking", connect_without_waiting},
    {"connect-child", connect_in_a_child},
    {"connect-thread", connect_in_a_thread},
    {"connect-bound", connect_bound},
    {"connect-swapped", swap_the_address},
    {"connect-and-allocate", ask_and_allocate},
    {"connect-v6", connect_to_v6},
    {"connect-127.0.0.2", connect_to_another_address},
    {"cancel", cancel_by_shutdown},
    {"mptcp", connect_mptcp},
    {"udp", send_datagram},
    {"fastopen-sendto", fast_open_sendto},
    {"fastopen-sendmsg", fast_open_sendmsg},
    {"fastopen-sendmmsg", fast_open_sendmmsg},
    {"fastopen-option", fast_open_option},
    {"source-route", set_a_source_route},
    {"unix", connect_unix},
    {"unix-pair", connect_unix_pair},
    {"unix-pair-send", send_from_unix_pair},
    {"bind", bind_port},
    {"listen", serve},
    {"kill", signal_process},
    {"kill-parent", signal_parent},
    {"ptrace", trace_process},
    {"prlimit", limit_process},
    {"setaffinity", pin_process},
};

}  // namespace

int main(int argc, char** argv) {
  const std::string argument = argc > 2 ? argv[2] : "";
  const auto attempt = argc > 1 ? kAttempts.find(argv[1]) : kAttempts.end();
  if (attempt == kAttempts.end()) {
    std::cout << "no such attempt";
    return 2;
  }
  const bool could = attempt->second(argument);
  std::cout << (could ? "open" : "refused: " + std::generic_category().message(errno)) << std::flush;
  return could ? 0 : 1;
}
