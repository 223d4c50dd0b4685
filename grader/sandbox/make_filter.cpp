// Writes a seccomp filter as an array of instructions: libseccomp knows how to compile it, and a subject's
// start shall not pay for that.
//
//   make_filter plain FILE     for a network of its own, or none that is kept from it
//   make_filter broker FILE    for the machine's network and files: sockets are the broker's (connect_broker.hpp)
//   make_filter own FILE       for a process of ours that locks itself in (lock_in.hpp)

#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace {

// What neither a student's program nor a sanitizer needs, and an attack might.
constexpr const char* kRefused[] = {
    // other processes' memory and state
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "process_mrelease",
    "pidfd_getfd",
    "kcmp",
    // memory that no resident set shows, or that outlives its maker
    "memfd_create",
    "memfd_secret",
    "shmget",
    "shmat",
    "shmctl",
    "semget",
    "semop",
    "semctl",
    "semtimedop",
    "msgget",
    "msgsnd",
    "msgrcv",
    "msgctl",
    "mq_open",
    "mq_unlink",
    "mq_timedsend",
    "mq_timedreceive",
    "mq_notify",
    "remap_file_pages",
    "mlock",
    "mlock2",
    "mlockall",
    // namespaces and mounts
    "unshare",
    "setns",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "open_tree",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "open_by_handle_at",
    "name_to_handle_at",
    // large and young interfaces of the kernel
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "io_setup",
    "io_submit",
    "keyctl",
    "add_key",
    "request_key",
    "fanotify_init",
    "lookup_dcookie",
    "vmsplice",
    // the machine itself
    "acct",
    "adjtimex",
    "clock_adjtime",
    "clock_settime",
    "settimeofday",
    "delete_module",
    "init_module",
    "finit_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "swapon",
    "swapoff",
    "syslog",
    "quotactl",
    "quotactl_fd",
    "nfsservctl",
    "vhangup",
    "ioperm",
    "iopl",
    "modify_ldt",
    "sethostname",
    "setdomainname",
    "uselib",
    "ustat",
    "sysfs",
    "_sysctl",
    "create_module",
    "get_kernel_syms",
    "query_module",
    "vm86",
    "vm86old",
    // weight against other programs
    "setpriority",
    "sched_setscheduler",
    "sched_setattr",
    "sched_setparam",
    "ioprio_set",
    "migrate_pages",
    "move_pages",
    "mbind",
    "set_mempolicy",
    "set_mempolicy_home_node",
};

// The kernel looks at the lower 32 bits of an int, and so must a comparison: socket(0x1'0000'0028) is socket(AF_VSOCK).
scmp_arg_cmp masked(unsigned argument, std::uint64_t mask, std::uint64_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}
scmp_arg_cmp int_is(unsigned argument, std::uint64_t value) { return masked(argument, 0xffff'ffffU, value); }

constexpr unsigned kTypes = 0xf;  // of sockets; the bits above are flags

void check(int result, const std::string& what) {
  if (result == 0) return;
  std::cerr << "make_filter: " << what << ": error " << -result << '\n';
  std::exit(1);  // NOLINT(concurrency-mt-unsafe): one thread
}

void refuse_by_name(scmp_filter_ctx filter, std::span<const char* const> names) {
  for (const char* name : names) {
    const int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR) continue;  // this libseccomp has not heard of it, so neither has its kernel
    check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0), name);
  }
}

void refuse_calls(scmp_filter_ctx filter) {
  refuse_by_name(filter, kRefused);
  // Its flags lie in memory, where a filter cannot look; libraries then use clone(2).
  check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0), "clone3");
  for (const int flag : {CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWPID, CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUTS,
                         CLONE_NEWCGROUP, CLONE_PARENT}) {
    check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                           masked(0, static_cast<unsigned>(flag), static_cast<unsigned>(flag))),
          "clone");
  }
  // Typing into a terminal that is not ours.
  for (const std::uint64_t request : {0x5412U /* TIOCSTI */, 0x541cU /* TIOCLINUX */}) {
    check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1, int_is(1, request)), "ioctl");
  }
}

// Only TCP over IP. A socketpair is no way out, and stays.
void refuse_sockets(scmp_filter_ctx filter) {
  constexpr std::uint64_t kTypeMask = 0xffff'ffffU & ~static_cast<std::uint64_t>(SOCK_NONBLOCK | SOCK_CLOEXEC);
  for (unsigned family = 0; family < AF_MAX; ++family) {
    if (family == AF_INET || family == AF_INET6) continue;
    check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, int_is(0, family)), "socket");
  }
  check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, masked(0, 0xffff'ffc0U, 0x40U)),
        "socket: families above");
  for (unsigned type = 0; type < 16; ++type) {
    if (type == SOCK_STREAM) continue;
    check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPROTONOSUPPORT), SCMP_SYS(socket), 1, masked(1, kTypeMask, type)),
          "socket: type");
  }
  for (unsigned bit = 8; bit < 32; ++bit) {  // MPTCP is protocol 262, and nothing above 255 is wanted
    check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPROTONOSUPPORT), SCMP_SYS(socket), 1,
                           masked(2, 1ULL << bit, 1ULL << bit)),
          "socket: protocol");
  }
}

// Whose effect neither Landlock nor the broker sees. Nothing can be written, so nothing needs an owner, a mode or a time;
// but as the grader's own user a subject could change those of its files.
constexpr const char* kRefusedWithoutNamespaces[] = {
    "chmod",
    "fchmod",
    "fchmodat",
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "utime",
    "utimes",
    "utimensat",
    "futimesat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
    "truncate",
    "inotify_init",
    "inotify_init1",
    "inotify_add_watch",
    // other processes of the same user
    "sched_setaffinity",
};

// Nothing is served.
constexpr const char* kServing[] = {"listen", "accept", "accept4"};

// The same, younger than libseccomp 2.5; the numbers are those of every architecture.
constexpr int kYoung[] = {452 /* fchmodat2 */, 463 /* setxattrat */, 466 /* removexattrat */, 469 /* file_setattr */};

void refuse(scmp_filter_ctx filter, int number, const scmp_arg_cmp& when, const char* what) {
  check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 1, when), what);
}

// What is shared by all whose files and network are the machine's.
void refuse_without_namespaces(scmp_filter_ctx filter) {
  refuse_by_name(filter, kRefusedWithoutNamespaces);
  for (const int number : kYoung) check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0), "a young call");
  refuse(filter, SCMP_SYS(socketpair), {0, SCMP_CMP_NE, AF_UNIX, 0}, "socketpair: family");
  // Limits of other processes of the same user.
  refuse(filter, SCMP_SYS(prlimit64), {0, SCMP_CMP_NE, 0, 0}, "prlimit64");
}

// What a process of ours does not need once it has begun to serve: it starts no programs, has its sockets given to it, and
// leaves other processes alone.
constexpr const char* kRefusedToOurs[] = {
    "execve",     "execveat",          "socket", "fork",    "vfork", "kill", "tkill", "rt_sigqueueinfo",
    "pidfd_open", "pidfd_send_signal", "mknod",  "mknodat",
};

// Every way to a peer that the broker would not see.
void broker_sockets(scmp_filter_ctx filter) {
  for (const int number : {SCMP_SYS(socket), SCMP_SYS(bind), SCMP_SYS(connect)})
    check(seccomp_rule_add(filter, SCMP_ACT_NOTIFY, number, 0), "notify");
  refuse_without_namespaces(filter);
  refuse_by_name(filter, kServing);
  // TCP Fast Open: a connection without connect(2). Its other form is a socket's option.
  refuse(filter, SCMP_SYS(sendto), masked(3, MSG_FASTOPEN, MSG_FASTOPEN), "sendto: flags");
  refuse(filter, SCMP_SYS(sendmsg), masked(2, MSG_FASTOPEN, MSG_FASTOPEN), "sendmsg");
  refuse(filter, SCMP_SYS(sendmmsg), masked(3, MSG_FASTOPEN, MSG_FASTOPEN), "sendmmsg");
  constexpr int kFastOpenConnect = 30;
  check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(setsockopt), 2, int_is(1, IPPROTO_TCP),
                         int_is(2, kFastOpenConnect)),
        "setsockopt: TCP_FASTOPEN_CONNECT");
  // A route by way of another host.
  check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(setsockopt), 2, int_is(1, IPPROTO_IP),
                         int_is(2, IP_OPTIONS)),
        "setsockopt: IP_OPTIONS");
  // One end of a pair of datagram sockets can send to any other: the address lies in memory. SOCK_RAW is another name.
  for (unsigned type = 0; type <= kTypes; ++type) {
    if (type == SOCK_STREAM || type == SOCK_SEQPACKET) continue;
    refuse(filter, SCMP_SYS(socketpair), masked(1, kTypes, type), "socketpair: type");
  }
}

void lock_in(scmp_filter_ctx filter) {
  refuse_without_namespaces(filter);
  refuse_by_name(filter, kRefusedToOurs);
  // Threads only: what a fork could do, a thread can.
  refuse(filter, SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0}, "clone");
}

std::vector<sock_filter> compiled(scmp_filter_ctx filter) {
  const int file = ::memfd_create("filter", MFD_CLOEXEC);
  check(seccomp_export_bpf(filter, file), "export");
  const off_t size = ::lseek(file, 0, SEEK_END);
  std::vector<sock_filter> code(static_cast<std::size_t>(size) / sizeof(sock_filter));
  if (::pread(file, code.data(), static_cast<std::size_t>(size), 0) != size) check(-EIO, "read");
  ::close(file);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string kind = argc == 3 ? argv[1] : "";
  if (kind != "plain" && kind != "broker" && kind != "own") {
    std::cerr << "usage: make_filter plain|broker|own FILE\n";
    return 2;
  }
  seccomp_api_set(5);  // what the filter may hold does not depend on the kernel of the machine that builds it
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) check(-ENOMEM, "init");
  // Another instruction set (i386 on x86-64) would bring its own system call numbers past the filter.
  check(seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS), "bad architecture");
  check(seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2), "optimize");
  refuse_calls(filter);
  if (kind == "plain") refuse_sockets(filter);
  if (kind == "broker") broker_sockets(filter);
  if (kind == "own") lock_in(filter);
  std::ofstream out(argv[2]);
  for (const sock_filter& line : compiled(filter)) {
    out << "{" << line.code << "U, " << unsigned{line.jt} << "U, " << unsigned{line.jf} << "U, " << line.k << "U},\n";
  }
  out.flush();
  seccomp_release(filter);
  return out ? 0 : 1;
}
