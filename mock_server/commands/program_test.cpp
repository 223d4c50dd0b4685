#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "mock_server/commands/program_fixture.hpp"
#include "mock_server/faults.hpp"
#include "mock_server/journal_json.hpp"
#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const std::string kProgram = MOCK_SERVER_PROGRAM;

TEST(Program, ServesTheCatalogueAndStopsAtOnceWithHangsInFlight) {
  for (const int stop : {SIGTERM, SIGINT}) {
    const TemporaryDirectory directory;
    ChildProcess program({kProgram, "--port-file", directory / "port", "--journal", directory / "journal"});
    const auto port = wait_for_port(directory / "port");
    EXPECT_THAT(fetch(port, "/"), HasSubstr("/hang-mid-body'\n"));
    EXPECT_THAT(fetch(port, "/status/418"), HasSubstr("HTTP/1.1 418 "));
    EXPECT_THAT(fetch(port, "/delay/soon"), HasSubstr("must be a number from 0 to"));
    EXPECT_THAT(fetch(port, "/flaky?fail=1"), HasSubstr("HTTP/1.1 503 "));
    EXPECT_THAT(fetch(port, "/flaky?fail=1"), HasSubstr("HTTP/1.1 200 "));
    RawClient hanging(port);
    hanging.get("/hang-mid-body").receive_until("\"w");
    program.signal(stop);
    EXPECT_EQ(program.wait(), 0) << program.output();
    EXPECT_FALSE(std::filesystem::exists(directory / "port"));

    std::istringstream lines(read_file(directory / "journal"));
    const auto journal = read_journal(lines);
    ASSERT_TRUE(journal.has_value()) << journal.error();
    std::vector<std::string_view> ends;
    for (const auto& exchange : journal->exchanges) ends.push_back(to_string(exchange.end));
    EXPECT_THAT(ends, ::testing::ElementsAre("served", "served", "served", "served", "served", "stopped"));
  }
}

TEST(Program, LeavesAJournalOfWhatWasInFlightWhenItWasKilled) {
  const TemporaryDirectory directory;
  ChildProcess program({kProgram, "--port-file", directory / "port", "--journal", directory / "journal"});
  RawClient hanging(wait_for_port(directory / "port"));
  hanging.get("/hang-mid-body").receive_until("\"w");
  const auto waits = [&] {
    return read_file(directory / "journal").find("\"change\":\"waiting\"") != std::string::npos;
  };
  for (int i = 0; i < 20'000 && !waits(); ++i) std::this_thread::sleep_for(1ms);
  program.signal(SIGKILL);
  program.wait();

  std::istringstream lines(read_file(directory / "journal"));
  const auto journal = read_journal(lines);
  ASSERT_TRUE(journal.has_value()) << journal.error();
  ASSERT_EQ(journal->exchanges.size(), 1u);
  EXPECT_EQ(journal->exchanges[0].request.path, "/hang-mid-body");
  EXPECT_EQ(journal->exchanges[0].end, End::kOpen);
  EXPECT_EQ(journal->exchanges[0].waits.size(), 1u);
}

TEST(Program, SaysThatThePortIsTaken) {
  const Server server;
  ChildProcess program({kProgram, "--port", std::to_string(server.port())});
  EXPECT_EQ(program.wait(), 3);
  EXPECT_EQ(program.output(), "mock_server: cannot listen on " + server.address() +
                                  ": Address already in use; --port 0 takes any free port\n");
}

std::size_t descriptors_of_a_child() {
  ChildProcess child({"ls", "/proc/self/fd"});
  EXPECT_EQ(child.wait(), 0);
  return static_cast<std::size_t>(std::ranges::count(child.output(), '\n'));
}

TEST(Server, HandsNoDescriptorToAChildProcess) {
  const auto before = descriptors_of_a_child();
  Server server;
  server.on("/hang").hang();
  server.refused_url();
  server.accept_hang_url();
  RawClient client(server.port());
  client.get("/hang");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(descriptors_of_a_child(), before);
}

TEST(Program, ListsTheFaults) {
  ChildProcess program({kProgram, "--list-faults"});
  EXPECT_EQ(program.wait(), 0);
  for (const auto& fault : faults()) EXPECT_THAT(program.output(), HasSubstr(std::string(fault.id) + " "));
}

TEST(Program, RefusesAnUnknownOption) {
  ChildProcess program({kProgram, "--prot", "8080"});
  EXPECT_EQ(program.wait(), 2);
}

}  // namespace
}  // namespace mock_server
