#include "grader/commands/busy_processes.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>

#include "grader/build/errors.hpp"

namespace grader {
namespace {

// The state letter of a process, 0 when there is none; a zombie counts as none.
char state_of(pid_t id) {
  std::ifstream file("/proc/" + std::to_string(id) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos || name_end + 2 >= text.size()) return 0;
  return text[name_end + 2] == 'Z' ? '\0' : text[name_end + 2];
}

bool vanishes(pid_t id) {
  for (int i = 0; i < 2000; ++i) {
    if (state_of(id) == 0) return true;
    ::usleep(10'000);
  }
  return false;
}

TEST(BusyProcesses, ComputeAtNormalPriorityAndAreGoneAfterwards) {
  std::vector<pid_t> ids;
  {
    BusyProcesses busy(3);
    ids = busy.ids();
    ASSERT_EQ(ids.size(), 3u);
    ::usleep(200'000);
    for (const pid_t id : ids) EXPECT_EQ(state_of(id), 'R');
    EXPECT_GT(busy.stop().count(), 0);
    for (const pid_t id : ids) EXPECT_EQ(state_of(id), 0);
    EXPECT_TRUE(busy.ids().empty());
  }
  {
    const BusyProcesses busy(2);
    ids = busy.ids();
  }
  for (const pid_t id : ids) EXPECT_EQ(state_of(id), 0) << "the destructor ends them too";
}

TEST(BusyProcesses, HaveASessionOfTheirOwnEach) {
  // Linux shares the processors out among sessions: all in one would take the share of one.
  const BusyProcesses busy(3);
  for (const pid_t id : busy.ids()) {
    for (int i = 0; i < 2000 && ::getsid(id) != id; ++i) ::usleep(10'000);
    EXPECT_EQ(::getsid(id), id);
  }
}

TEST(BusyProcesses, SayWhenOneHasEndedTooEarly) {
  BusyProcesses busy(2);
  ::kill(busy.ids().front(), SIGKILL);
  ASSERT_TRUE(vanishes(busy.ids().front()));
  EXPECT_THROW(busy.stop(), InfrastructureError);
}

TEST(BusyProcesses, EndWithAProcessThatIsKilled) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t owner = ::fork();
  if (owner == 0) {
    const BusyProcesses busy(2);
    [[maybe_unused]] const ssize_t written = ::write(ends[1], busy.ids().data(), 2 * sizeof(pid_t));
    for (;;) ::pause();
  }
  std::array<pid_t, 2> ids{};
  ASSERT_EQ(::read(ends[0], ids.data(), sizeof ids), static_cast<ssize_t>(sizeof ids));
  EXPECT_NE(state_of(ids[0]), 0);
  ::kill(owner, SIGKILL);
  ::waitpid(owner, nullptr, 0);
  for (const pid_t id : ids) EXPECT_TRUE(vanishes(id)) << "its owner was killed";
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace grader
