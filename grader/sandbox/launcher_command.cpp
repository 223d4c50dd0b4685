#include "grader/sandbox/launcher_command.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "grader/sandbox/control.hpp"

namespace sandbox {
namespace {

bool is(const char* option, const char* name) { return std::strcmp(option, name) == 0; }

bool take_flag(const char* option, Plan& plan) {
  if (is(option, "--exec")) return plan.only_exec = true;
  if (is(option, "--seccomp")) return plan.seccomp = true;
  if (is(option, "--broker")) return plan.broker = true;
  return false;
}

std::uint64_t number(const char* text) {
  char* end = nullptr;
  const std::uint64_t value = std::strtoull(text, &end, 10);
  if (end == text || *end != '\0') usage("a value that is no number");
  return value;
}

void take_option(const char* option, const char* text, Plan& plan) {
  if (is(option, "--write")) {
    plan.writable = text;
    return;
  }
  if (is(option, "--join")) {
    plan.join = text;
    return;
  }
  if (is(option, "--cgroups")) {
    plan.cgroups = text;
    return;
  }
  if (is(option, "--read")) {
    if (plan.visible_count == kMostVisible) usage("too many files to read");
    plan.visible[plan.visible_count++] = text;
    return;
  }
  const std::uint64_t value = number(text);
  if (is(option, "--uid")) {
    plan.uid = static_cast<uid_t>(value);
    plan.change_user = true;
  } else if (is(option, "--subject-uid")) {
    plan.subject_uid = static_cast<uid_t>(value);
    plan.other_user = true;
  } else if (is(option, "--landlock")) {
    plan.least_abi = static_cast<int>(value);
  } else if (is(option, "--serve")) {
    plan.serve = static_cast<int>(value);
  } else if (is(option, "--kind")) {
    if (plan.kind_count == kMostKinds) usage("too many kinds of programs");
    plan.kinds[plan.kind_count++] = static_cast<int>(value);
  } else if (is(option, "--control")) {
    plan.control = static_cast<int>(value);
  } else if (is(option, "--sockets")) {
    plan.sockets = value < kMostSockets ? static_cast<int>(value) : kMostSockets;
  } else if (is(option, "--channel")) {
    plan.channel = static_cast<int>(value);
  } else if (is(option, "--cpu")) {
    plan.cpu_seconds = value;
  } else if (is(option, "--memory")) {
    plan.memory_bytes = value;
  } else if (is(option, "--tasks")) {
    plan.tasks = value;
  } else if (is(option, "--files")) {
    plan.files = value;
  } else if (is(option, "--file-bytes")) {
    plan.file_bytes = value;
  } else {
    usage("an unknown option");
  }
}

}  // namespace

[[noreturn]] void usage(const char* why) {
  std::fprintf(stderr, "hangtime_launcher: %s\n", why);
  ::_exit(2);
}

Plan parse(int argc, char** argv) {
  Plan plan;
  for (int i = 1; i < argc; ++i) {
    const char* option = argv[i];
    if (is(option, "--")) {
      plan.program = argv + i + 1;
      break;
    }
    if (take_flag(option, plan)) continue;
    if (i + 1 == argc) usage("an option without its value");
    take_option(option, argv[++i], plan);
  }
  if (plan.program == nullptr || *plan.program == nullptr) usage("no program");
  if (!plan.only_exec && plan.control < 0 && plan.serve < 0) usage("no control socket");
  if (plan.serve >= 0) {
    int words = 0;
    for (int i = 0; i < plan.kind_count; ++i) words += plan.kinds[i];
    int given = 0;
    while (plan.program[given] != nullptr) ++given;
    if (plan.kind_count == 0 || words != given) usage("the kinds do not match the words");
  }
  return plan;
}

}  // namespace sandbox
