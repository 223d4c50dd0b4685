#include <gmock/gmock.h>
#include <sys/resource.h>

#include <algorithm>
#include <iostream>

#include "mock_server/commands/program_fixture.hpp"
#include "mock_server/journal_json.hpp"

namespace mock_server {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<std::string> faults_in(const std::string& journal_file) {
  std::ifstream in(journal_file);
  const auto journal = read_journal(in);
  std::vector<std::string> faults;
  if (journal) std::ranges::transform(journal->exchanges, std::back_inserter(faults), &Exchange::fault);
  return faults;
}

TEST(Descriptors, AreAskedForInA503WhenTheyRunOutAndServedAgainWhenTheyDoNot) {
#if __has_feature(undefined_behavior_sanitizer)
  GTEST_SKIP() << "the sanitizer looks at virtual tables through a pipe, and reports errors when it cannot open one";
#endif
  const TemporaryDirectory directory;
  Program program({"--journal", directory / "journal"}, "ulimit -n 100; ");
  RawClient early(program.port());
  early.get("/ok").receive_until("\"ok\":true}");
  early.forget();
  std::vector<RawClient> hanging;
  for (int i = 0; i < 90; ++i) hanging.emplace_back(program.port()).get("/hang");
  const auto answer = RawClient(program.port()).get("/ok").receive_all();
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("out of file descriptors"),
                            HasSubstr("may have 100"), HasSubstr("ulimit -n")));
  early.get("/ok").receive_until("\"ok\":true}");
  EXPECT_THAT(early.received_now(), StartsWith("HTTP/1.1 200 ")) << "who was there is unharmed";
  hanging.clear();
  EXPECT_TRUE(eventually([&] { return fetch(program.port(), "/ok").starts_with("HTTP/1.1 200 "); })) << "by itself";
  EXPECT_EQ(program.stop(), 0) << program.process().output();
  EXPECT_THAT(faults_in(directory / "journal"), Contains("out_of_descriptors"));
}

std::string resident_memory(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return line.substr(6);
  }
  return "?";
}

/// As many clients as the machine's limit allows, at most 10,000: this process needs a descriptor for each, too.
std::size_t many() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  const std::size_t most = limit.rlim_cur > 200 ? limit.rlim_cur - 200 : 0;
  if (most < 10'000) std::cout << "this process may have only " << limit.rlim_cur << " descriptors\n";
  return std::min<std::size_t>(10'000, most);
}

class ManyConnections : public ::testing::TestWithParam<const char*> {};

TEST_P(ManyConnections, LeaveRoomForAFreshRequest) {
  const std::size_t n = many();
  ASSERT_GT(n, 0u);
  Program program({"--max-connections", "20000", "--max-journal-exchanges", "20000"});
  const auto before = resident_memory(program.process().pid());
  std::vector<RawClient> clients;
  clients.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    // Some thousand connections for each source address, so that the machine's other connections find ports, too.
    clients.emplace_back(program.port(), "127.0.0." + std::to_string(2 + i % 8));
    if (*GetParam() != '\0') clients.back().get(GetParam());
  }
  EXPECT_THAT(fetch(program.port(), "/ok"), StartsWith("HTTP/1.1 200 "));
  for (std::size_t i = 0; i < n; i += n / 10) EXPECT_EQ(clients[i].received_now(), "") << "still hanging or idle";
  std::cout << n << " connections" << (*GetParam() != '\0' ? ", hung" : ", idle") << ": resident memory " << before
            << " before, " << resident_memory(program.process().pid()) << " with them\n";
  EXPECT_EQ(program.stop(), 0) << program.process().output();
}

INSTANTIATE_TEST_SUITE_P(Kinds, ManyConnections, ::testing::Values("", "/hang"),
                         [](const auto& kind) { return *kind.param != '\0' ? "Hung" : "Idle"; });

}  // namespace
}  // namespace mock_server
