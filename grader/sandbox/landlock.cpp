#include "grader/sandbox/landlock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <initializer_list>

// Theory of operation. A ruleset names rights that are "handled": all that no rule gives back are gone. A kernel refuses
// rights it does not know, so they are chosen by its ABI. A rule belongs to an inode: the one for /proc/self holds for
// /proc/PID of the calling process and no other, neither for the children of the program nor after /proc/PID was looked
// up anew; so the launcher keeps that folder open (launcher_main.cpp). Only a sanitizer's start and report read it; the
// symbolizer which it may start reads the program, whose rule holds for all.

namespace sandbox {
namespace {

// The headers of a distribution are older than the kernels its users run: everything up to ABI 7, by our own names.
namespace abi {

struct Ruleset {
  std::uint64_t handled_files;
  std::uint64_t handled_network;  // ABI 4
  std::uint64_t scoped;           // ABI 6
};

struct [[gnu::packed]] PathBeneath {
  std::uint64_t allowed;
  std::int32_t parent_fd;
};

constexpr std::uint32_t kVersion = 1;
constexpr int kRulePathBeneath = 1;

constexpr std::uint64_t kExecute = 1ULL << 0;
constexpr std::uint64_t kWriteFile = 1ULL << 1;
constexpr std::uint64_t kReadFile = 1ULL << 2;
constexpr std::uint64_t kReadDir = 1ULL << 3;
constexpr std::uint64_t kAllOf1 = (1ULL << 13) - 1;
constexpr std::uint64_t kRefer = 1ULL << 13;     // ABI 2
constexpr std::uint64_t kTruncate = 1ULL << 14;  // ABI 3
constexpr std::uint64_t kIoctlDev = 1ULL << 15;  // ABI 5

constexpr std::uint64_t kBindTcp = 1ULL << 0;  // ABI 4
constexpr std::uint64_t kConnectTcp = 1ULL << 1;

constexpr std::uint64_t kAbstractSockets = 1ULL << 0;  // ABI 6
constexpr std::uint64_t kSignals = 1ULL << 1;

}  // namespace abi

constexpr std::uint64_t kProgram = abi::kReadFile | abi::kReadDir | abi::kExecute;
constexpr std::uint64_t kRead = abi::kReadFile | abi::kReadDir;
constexpr std::uint64_t kDevice = abi::kReadFile | abi::kWriteFile;

abi::Ruleset everything(int version) {
  abi::Ruleset rules{abi::kAllOf1, 0, 0};
  if (version >= 2) rules.handled_files |= abi::kRefer;
  if (version >= 3) rules.handled_files |= abi::kTruncate;
  if (version >= 4) rules.handled_network = abi::kBindTcp | abi::kConnectTcp;
  if (version >= 5) rules.handled_files |= abi::kIoctlDev;
  if (version >= 6) rules.scoped = abi::kAbstractSockets | abi::kSignals;
  return rules;
}

enum class Missing { kFine, kFails };

class Rules {
 public:
  explicit Rules(int fd) : fd_(fd) {}
  ~Rules() { ::close(fd_); }
  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;
  int fd() const { return fd_; }

  bool allow(const char* path, std::uint64_t rights, Missing missing) {
    const int at = ::open(path, O_PATH | O_CLOEXEC);
    if (at < 0) return missing == Missing::kFine && errno == ENOENT;
    struct stat about{};
    bool done = ::fstat(at, &about) == 0;
    if (done && !S_ISDIR(about.st_mode)) rights &= ~abi::kReadDir;  // EINVAL for a file
    const abi::PathBeneath rule{rights, at};
    done = done && ::syscall(SYS_landlock_add_rule, fd_, abi::kRulePathBeneath, &rule, 0) == 0;
    const int error = errno;
    ::close(at);
    errno = error;
    return done;
  }

 private:
  int fd_;
};

}  // namespace

int landlock_abi() {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, abi::kVersion);
  return version < 0 ? 0 : static_cast<int>(version);
}

const char* fence_in(const Fence& fence) {
  const int version = landlock_abi();
  if (version == 0) return "landlock";
  if (version < fence.least_abi) {
    errno = EOPNOTSUPP;
    return fence.least_abi == 6 ? "landlock ABI 6" : "landlock ABI";
  }
  // A kernel takes a longer structure than its own if the rest is zero.
  abi::Ruleset handled = everything(version);
  if (fence.network) handled.handled_network = 0;
  const auto fd = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0));
  if (fd < 0) return "landlock_create_ruleset";
  Rules rules(fd);
  for (const char* system : {"/usr", "/lib", "/lib64", "/bin"}) {
    if (!rules.allow(system, kProgram, Missing::kFine)) return "landlock rule: system";
  }
  for (const char* file : {"/etc/ld.so.cache", "/etc/alternatives"}) {
    if (!rules.allow(file, kRead, Missing::kFine)) return "landlock rule: /etc";
  }
  for (const char* device : {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}) {
    if (!rules.allow(device, kDevice, Missing::kFine)) return "landlock rule: /dev";
  }
  if (!rules.allow("/proc/self", kRead, Missing::kFails)) return "landlock rule: /proc/self";
  if (fence.program != nullptr && !rules.allow(fence.program, kProgram, Missing::kFails))
    return "landlock rule: the program";
  for (int i = 0; i < fence.visible_count; ++i) {
    if (!rules.allow(fence.visible[i], kProgram, Missing::kFails)) return "landlock rule: --read";
  }
  if (fence.writable != nullptr && !rules.allow(fence.writable, handled.handled_files, Missing::kFails))
    return "landlock rule: --write";
  if (::syscall(SYS_landlock_restrict_self, rules.fd(), 0) != 0) return "landlock_restrict_self";
  return nullptr;
}

}  // namespace sandbox
