#include <gmock/gmock.h>

#include "mock_server/commands/program_fixture.hpp"
#include "mock_server/journal_json.hpp"
#include "mock_server/testing/exchanges.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class TimelineCommand : public ::testing::Test {
 protected:
  TimelineCommand() {
    testing_help::Story story;
    story.request("/flaky", 0ms).answered(503, 10ms).request("/flaky", 110ms).waits(110ms);
    std::string lines;
    for (const auto& exchange : story.exchanges()) {
      lines += to_json_line(exchange, Change::kArrived);
      lines += to_json_line(exchange, exchange.ended ? Change::kEnded : Change::kWaiting);
    }
    write_file(journal, lines);
  }

  int run(std::vector<std::string> options) {
    options.insert(options.begin(), {MOCK_SERVER_PROGRAM, "timeline"});
    ChildProcess program(std::move(options));
    const int code = program.wait();
    output = program.output();
    return code;
  }

  TemporaryDirectory directory;
  std::string journal = directory / "journal";
  std::string output;
};

TEST_F(TimelineCommand, ShowsAJournalAsText) {
  EXPECT_EQ(run({journal}), 0);
  EXPECT_THAT(output, HasSubstr("2 requests in 110 ms\n"));
  EXPECT_THAT(output, HasSubstr("#0    +0 ms  GET /flaky, attempt 1: 503 after 10 ms; the next 100 ms later\n"));
  EXPECT_THAT(output, HasSubstr("─"));
}

TEST_F(TimelineCommand, TakesWidthLanesAndAscii) {
  EXPECT_EQ(run({journal, "--by", "connection", "--width", "40", "--ascii"}), 0);
  EXPECT_THAT(output, HasSubstr("conne... 1 "));
  EXPECT_THAT(output, ::testing::Not(HasSubstr("─")));
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 40u) << line;
}

TEST_F(TimelineCommand, WritesAnSvg) {
  EXPECT_EQ(run({journal, "--svg", directory / "out.svg"}), 0);
  EXPECT_EQ(output, "");
  const auto svg = read_file(directory / "out.svg");
  EXPECT_TRUE(svg.starts_with("<svg "));
  EXPECT_THAT(svg, HasSubstr("GET /flaky, attempt 2"));
}

TEST_F(TimelineCommand, SaysThatTheLastLineIsNotComplete) {
  write_file(journal, read_file(journal) + "{\"seq");
  EXPECT_EQ(run({journal}), 0);
  EXPECT_THAT(output, HasSubstr("mock_server: the last line of " + journal + " is not complete; left out\n"));
  EXPECT_THAT(output, HasSubstr("2 requests"));
}

TEST_F(TimelineCommand, PointsAtTheLineThatIsNoJournal) {
  write_file(journal, read_file(journal) + "{}\n");
  EXPECT_EQ(run({journal}), 2);
  EXPECT_EQ(output, "mock_server: " + journal + " is no journal: line 5: the key \"sequence\" is missing\n");
  EXPECT_EQ(run({directory / "none"}), 2);
  EXPECT_THAT(output, HasSubstr("cannot read "));
  EXPECT_EQ(run({journal, "--by", "time"}), 2);
  EXPECT_EQ(run({}), 2);
}

}  // namespace
}  // namespace mock_server
