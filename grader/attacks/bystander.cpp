#include "grader/attacks/bystander.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <system_error>

namespace attacks {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

std::string token() {
  std::random_device source;
  std::string text = "token-";
  for (int i = 0; i < 24; ++i) text.push_back(static_cast<char>('a' + source() % 26));
  return text;
}

int bound(int family, int type, const sockaddr* address, socklen_t size) {
  const int fd = ::socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || ::bind(fd, address, size) != 0) fail("a bystander's socket");
  if (type == SOCK_STREAM && ::listen(fd, 64) != 0) fail("a bystander's socket");
  return fd;
}

int bound_unix(const std::string& name, bool abstract) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::size_t start = abstract ? 1 : 0;
  name.copy(address.sun_path + start, sizeof address.sun_path - 2);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + start + name.size() + (abstract ? 0 : 1));
  return bound(AF_UNIX, SOCK_STREAM, reinterpret_cast<sockaddr*>(&address), size);
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

constexpr const char* kResult = "{\"score\": \"somebody else's\"}\n";

}  // namespace

Bystander::Bystander() {
  std::string name = "/tmp/bystander-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) fail("a bystander's folder");
  folder_ = name;
  ::chmod(name.c_str(), 0755);
  secrets_ = {token(), token()};
  std::ofstream(folder_ / "secret") << secrets_[0] << '\n';
  // Of a subject's parents, the proctor inherits it; nothing else in this process reads the environment meanwhile.
  ::setenv("HANGTIME_TEST_TOKEN", secrets_[1].c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  fs::create_directory(folder_ / "results");
  ::chmod((folder_ / "results").c_str(), 0777);
  std::ofstream(folder_ / "results/report.json") << kResult;
  ::chmod((folder_ / "results/report.json").c_str(), 0666);

  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  socklen_t size = sizeof address;
  tcp_ = bound(AF_INET, SOCK_STREAM, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(tcp_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  udp_ = bound(AF_INET, SOCK_DGRAM, reinterpret_cast<sockaddr*>(&address), size);
  unix_ = bound_unix((folder_ / "socket").string(), false);
  ::chmod((folder_ / "socket").c_str(), 0777);
  abstract_ = bound_unix(folder_.filename().string(), true);
  stop_ = ::eventfd(0, EFD_CLOEXEC);
  thread_ = std::jthread([this] { serve(); });
}

Bystander::~Bystander() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t ignored = ::write(stop_, &one, sizeof one);
  thread_.join();
  for (const int fd : {tcp_, udp_, unix_, abstract_, stop_}) ::close(fd);
  std::error_code error;
  fs::remove_all(folder_, error);
}

void Bystander::serve() {
  for (;;) {
    std::array<pollfd, 5> waits{
        {{stop_, POLLIN, 0}, {tcp_, POLLIN, 0}, {udp_, POLLIN, 0}, {unix_, POLLIN, 0}, {abstract_, POLLIN, 0}}};
    ::poll(waits.data(), waits.size(), -1);
    if (waits[0].revents != 0) return;
    for (const pollfd& wait : waits) {
      if (wait.revents == 0) continue;
      ++calls_;
      char byte = 0;
      if (wait.fd == udp_) {
        ::recv(udp_, &byte, 1, 0);
      } else if (const int caller = ::accept(wait.fd, nullptr, nullptr); caller >= 0) {
        ::close(caller);
      }
    }
  }
}

std::map<std::string, std::string> Bystander::places() const {
  return {{"SECRET", (folder_ / "secret").string()},
          {"RESULTS", (folder_ / "results").string()},
          {"PORT", std::to_string(port_)},
          {"UNIX", (folder_ / "socket").string()},
          {"ABSTRACT", folder_.filename().string()}};
}

std::vector<std::string> Bystander::traces_in_results() const {
  std::vector<std::string> traces;
  for (const auto& entry : fs::directory_iterator(folder_ / "results")) {
    const std::string name = entry.path().filename().string();
    if (name != "report.json" || content(entry.path()) != kResult) traces.push_back(name);
  }
  return traces;
}

std::vector<int> survivors() {
  std::vector<int> found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (content(entry.path() / "comm") == "ht-survivor\n") found.push_back(std::stoi(name));
  }
  return found;
}

}  // namespace attacks
