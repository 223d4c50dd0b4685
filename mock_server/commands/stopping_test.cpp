// What ends the program and what does not.
#include <gmock/gmock.h>

#include <filesystem>

#include "mock_server/commands/program_fixture.hpp"
#include "mock_server/journal_json.hpp"
#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kGood = R"({"routes": [{"match": {"path": "/a"}, "plan": [{"ok": {"text": "VERSION"}}]}]})";

std::string scenario(const std::string& version) {
  std::string text = kGood;
  return text.replace(text.find("VERSION"), 7, version);
}

TEST(Program, StopsAtOnceWithAHundredHangsInFlight) {
  const TemporaryDirectory directory;
  Program program({"--journal", directory / "journal"});
  std::vector<RawClient> clients;
  for (int i = 0; i < 100; ++i) clients.emplace_back(program.port()).get("/hang-mid-body").receive_until("\"w");
  EXPECT_EQ(program.stop(), 0) << program.process().output();
  std::ifstream in(directory / "journal");
  const auto journal = read_journal(in);
  ASSERT_TRUE(journal.has_value());
  EXPECT_EQ(journal->exchanges.size(), 100u);
  EXPECT_THAT(journal->exchanges, Each(::testing::Field(&Exchange::end, End::kStopped)));
  EXPECT_FALSE(std::filesystem::exists(program.directory() / "port"));
}

TEST(Program, ReadsItsScenarioAgainOnSighupAndKeepsTheOldOneIfTheNewOneIsBad) {
  const TemporaryDirectory directory;
  const auto file = directory / "scenario.json";
  const auto errors = directory / "errors";
  write_file(file, scenario("first"));
  Program program({"--scenario", file}, "exec 2>" + errors + "; ");
  EXPECT_THAT(fetch(program.port(), "/a"), HasSubstr("first"));
  EXPECT_THAT(fetch(program.port(), "/hang"), StartsWith("HTTP/1.1 404 ")) << "instead of the catalogue";
  write_file(file, R"({"routes": 7})");
  program.process().signal(SIGHUP);
  ASSERT_TRUE(eventually([&] {
    return read_file(errors).find("the old one stays\n" + file + ":1:") != std::string::npos;
  })) << read_file(errors);
  EXPECT_THAT(fetch(program.port(), "/a"), HasSubstr("first"));
  write_file(file, scenario("second"));
  program.process().signal(SIGHUP);
  ASSERT_TRUE(eventually([&] { return read_file(errors).find("read " + file + " again") != std::string::npos; }));
  EXPECT_THAT(fetch(program.port(), "/a"), HasSubstr("second"));
  EXPECT_EQ(program.stop(), 0);
}

TEST(Program, ChecksTheScenarioBeforeThePortOpens) {
  const TemporaryDirectory directory;
  const auto file = directory / "scenario.json";
  write_file(file, "{\n  \"rutes\": []\n}");
  ChildProcess program({MOCK_SERVER_PROGRAM, "--scenario", file});
  EXPECT_EQ(program.wait(), 2);
  EXPECT_THAT(program.output(), AllOf(HasSubstr(file + ":2:3: "), HasSubstr("^"), HasSubstr("routes")));
  EXPECT_THAT(program.output(), ::testing::Not(HasSubstr("serving")));
  ChildProcess missing({MOCK_SERVER_PROGRAM, "--scenario", directory / "no.json"});
  EXPECT_EQ(missing.wait(), 2);
  EXPECT_THAT(missing.output(), HasSubstr("No such file"));
}

TEST(Program, WritesTheJournalToStandardOutput) {
  Program program({"--journal", "-"});
  fetch(program.port(), "/ok");
  EXPECT_EQ(program.stop(), 0);
  EXPECT_THAT(program.process().output(), HasSubstr(R"("end":"served")"));
}

TEST(Program, OutlivesWhoeverReadsItsOutput) {
  Program closed({"--journal", "-"}, "exec >&- 2>&-; ");
  EXPECT_THAT(fetch(closed.port(), "/ok"), HasSubstr("widget")) << "no journal goes into a client's connection";
  EXPECT_EQ(closed.stop(), 0);
  // A pipe whose reader is gone: every write is a SIGPIPE.
  Program broken({"--journal", "-"}, "exec > >(exec true); sleep 0.1; ");
  EXPECT_THAT(fetch(broken.port(), "/ok"), HasSubstr("widget"));
  broken.process().signal(SIGPIPE);
  EXPECT_THAT(fetch(broken.port(), "/ok"), HasSubstr("widget"));
  EXPECT_EQ(broken.stop(), 0);
}

TEST(Program, ListensOnAnotherAddressWithAWarning) {
  Program program({"--host", "127.0.0.2"});
  EXPECT_THROW(RawClient{program.port()}, std::runtime_error);
  EXPECT_EQ(program.stop(), 0);
  EXPECT_THAT(program.process().output(), AllOf(HasSubstr("http://127.0.0.2:"), ::testing::Not(HasSubstr("warning"))));
  Program open({"--host", "0.0.0.0"});
  EXPECT_THAT(fetch(open.port(), "/ok"), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(open.stop(), 0);
  EXPECT_THAT(open.process().output(), HasSubstr("warning: anybody who can reach 0.0.0.0 can use this server"));
  ChildProcess wrong({MOCK_SERVER_PROGRAM, "--host", "localhost"});
  EXPECT_EQ(wrong.wait(), 3);
  EXPECT_THAT(wrong.output(), HasSubstr("no numeric IPv4 or IPv6 address"));
}

}  // namespace
}  // namespace mock_server
