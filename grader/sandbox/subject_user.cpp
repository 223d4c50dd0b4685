#include "grader/sandbox/subject_user.hpp"

#include <dirent.h>
#include <grp.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>

// Theory of operation. The lock on a user is an abstract unix socket with its number as the name: there is one of a name,
// it needs no file, and it is gone when the launcher is, however it ended. Who holds the lock looks whether a process of
// that user lives: something else on the machine may run as it, or what a launcher that was killed left behind. The
// search starts at a random place: containers share the kernel's count of a user's processes, which RLIMIT_NPROC looks
// at, but neither their pids nor their abstract sockets.

namespace sandbox {
namespace {

bool any_process_of(uid_t uid) {
  DIR* processes = ::opendir("/proc");
  if (processes == nullptr) return true;
  bool found = false;
  // One thread reads one stream.
  while (const dirent* entry = ::readdir(processes)) {  // NOLINT(concurrency-mt-unsafe)
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    struct stat about{};
    // The folder's owner is the effective user, whether the process is dumpable or not.
    if (::fstatat(::dirfd(processes), entry->d_name, &about, 0) == 0 && about.st_uid == uid) {
      found = true;
      break;
    }
  }
  ::closedir(processes);
  return found;
}

// The lock is never closed on purpose: it belongs to the process.
bool claim(uid_t uid) {
  const int lock = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (lock < 0) return false;
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  const int length = std::snprintf(name.sun_path + 1, sizeof name.sun_path - 1, "hangtime-subject-%u", uid);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + static_cast<std::size_t>(length));
  if (::bind(lock, reinterpret_cast<const sockaddr*>(&name), size) == 0) {
    if (!any_process_of(uid)) return true;
    errno = EBUSY;
  }
  const int error = errno;
  ::close(lock);
  errno = error;
  return false;
}

}  // namespace

uid_t claim_user(uid_t wanted) {
  if (wanted != 0) return claim(wanted) ? wanted : 0;
  uid_t start = static_cast<uid_t>(::getpid());
  [[maybe_unused]] const ssize_t ignored = ::getrandom(&start, sizeof start, GRND_NONBLOCK);
  for (uid_t i = 0; i < kSubjectUsers; ++i) {
    const uid_t uid = kFirstSubjectUser + (start % kSubjectUsers + i) % kSubjectUsers;
    if (claim(uid)) return uid;
  }
  return 0;
}

const char* become_user(uid_t uid) {
  if (::setgroups(0, nullptr) != 0) return "setgroups";
  if (::setresgid(uid, uid, uid) != 0) return "setresgid";
  if (::setresuid(uid, uid, uid) != 0) return "setresuid";
  return nullptr;
}

void kill_all_of_user(uid_t uid) {
  const pid_t killer = ::fork();
  if (killer == 0) {
    // Raw: the C library's own would speak to the threads that the parent has and this process has not.
    if (::syscall(SYS_setresuid, uid, uid, uid) == 0) ::kill(-1, SIGKILL);
    ::_exit(0);
  }
  if (killer > 0) ::waitpid(killer, nullptr, 0);
}

}  // namespace sandbox
