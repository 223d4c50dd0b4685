#include "grader/attacks/setup.hpp"

#include <grp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace attacks {
namespace {

constexpr uid_t kUser = 64950;

void check(int result, const char* what) {
  if (result < 0) throw std::system_error(result == -1 ? errno : -result, std::generic_category(), what);
}

// What the default profile of container engines does about them.
void refuse_namespaces() {
  check(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  for (const int call : {SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(mount), SCMP_SYS(pivot_root)})
    check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0), "a rule");
  check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0), "a rule");
  for (const int flag : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET}) {
    const auto bit = static_cast<unsigned>(flag);
    const scmp_arg_cmp has_flag{0, SCMP_CMP_MASKED_EQ, bit, bit};
    check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, has_flag), "a rule");
  }
  check(seccomp_load(filter), "the filter");
  seccomp_release(filter);
}

}  // namespace

std::vector<Setup> setups() {
  using sandbox::Level;
  std::vector<Setup> all{{"A+, root", Level::kAPlus, true, false},  {"A, root", Level::kA, true, false},
                         {"A, user", Level::kA, false, false},      {"B, root", Level::kB, true, true},
                         {"B-, user", Level::kBMinus, false, true}, {"C, user", Level::kC, false, true}};
  if (::geteuid() != 0) {
    std::erase_if(all, [](const Setup& setup) { return setup.root; });
  } else if (!sandbox::others_can_enter(sandbox::find_launcher())) {
    std::erase_if(all, [](const Setup& setup) { return setup.level < Level::kA || !setup.root; });
  }
  return all;
}

void enter(const Setup& setup) {
  if (!setup.root && ::geteuid() == 0) {
    check(::setgroups(0, nullptr), "setgroups");
    check(::setresgid(kUser, kUser, kUser), "setresgid");
    check(::setresuid(kUser, kUser, kUser), "setresuid");
  }
  if (setup.without_namespaces) refuse_namespaces();
}

}  // namespace attacks
