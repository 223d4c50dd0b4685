// The control interface as curl sees it, at the real program.
#include "mock_server/control/control.hpp"

#include <gmock/gmock.h>

#include "mock_server/commands/program_fixture.hpp"

namespace mock_server {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kScenario = R"({"routes": [{"match": {"path": "/flaky"}, "plan": [
  {"fault": "status", "code": 503}, {"ok": {"json": {"id": 1}}}]}]})";

class ControlPort : public ::testing::Test {
 protected:
  /// Returns:  the body, and the status behind it.
  std::string curl(const std::string& path, std::vector<std::string> options = {}) {
    options.insert(options.begin(), {"curl", "-sS", "-m", "60", "-w", "%{http_code}"});
    options.push_back(admin + path);
    ChildProcess child(options);
    child.wait();
    return child.output();
  }
  std::string put(const std::string& scenario, std::vector<std::string> options = {}) {
    write_file(directory / "sent", scenario);
    options.insert(options.end(), {"-T", directory / "sent"});
    return curl("/scenario", options);
  }
  std::string verify(const std::string& expectations) {
    return curl("/verify", {"--data-binary", R"({"expectations": [)" + expectations + "]}"});
  }
  std::string status(const std::string& path) { return fetch(program.port(), path).substr(9, 3); }

  TemporaryDirectory directory;
  Program program{{"--admin-port", "0"}};
  std::string admin = "http://127.0.0.1:" + std::to_string(program.admin_port());
};

TEST_F(ControlPort, ListsWhatItTakes) {
  const auto help = curl("/");
  for (const char* path : {"/scenario", "/reset", "/journal", "/verify", "/timeline", "/timeline.svg", "/shutdown"}) {
    EXPECT_THAT(help, HasSubstr(admin + path));
    EXPECT_EQ(status(path), "404") << "never through the server's own port";
  }
  EXPECT_THAT(curl("/jornal"), AllOf(HasSubstr("/journal"), EndsWith("404")));
}

TEST_F(ControlPort, ReplacesAndResetsWhatIsServed) {
  EXPECT_THAT(curl("/scenario"), AllOf(HasSubstr("catalogue"), EndsWith("404")));
  EXPECT_THAT(put(kScenario), EndsWith("200"));
  EXPECT_EQ(curl("/scenario"), kScenario + std::string("200"));
  EXPECT_EQ(status("/flaky") + status("/flaky") + status("/ok"), "503200404");
  EXPECT_THAT(curl("/reset", {"-X", "POST"}), EndsWith("200"));
  EXPECT_EQ(curl("/journal"), "200") << "nothing has happened yet";
  EXPECT_EQ(status("/flaky"), "503") << "its attempts begin anew";
  EXPECT_THAT(curl("/reset?keep_journal=1", {"-X", "POST"}), EndsWith("200"));
  EXPECT_THAT(curl("/journal"), HasSubstr("/flaky"));
}

TEST_F(ControlPort, PointsAtWhatIsWrongWithAScenarioAndKeepsTheOldOne) {
  ASSERT_THAT(put(kScenario), EndsWith("200"));
  const auto answer = put("{\n  \"rutes\": []\n}");
  ASSERT_THAT(answer, EndsWith("422"));
  const auto json = Json::parse(answer.substr(0, answer.size() - 3));
  EXPECT_EQ(json["problems"][1]["line"], 2);
  EXPECT_EQ(json["problems"][1]["column"], 3);
  EXPECT_THAT(json["text"].get<std::string>(), AllOf(HasSubstr("scenario:2:3: unknown key"), HasSubstr("^")));
  EXPECT_THAT(put("{", {"-H", "Accept: text/plain"}), AllOf(StartsWith("scenario:1:"), EndsWith("422")));
  EXPECT_EQ(status("/flaky"), "503") << "the old one";
}

TEST_F(ControlPort, ShowsTheJournal) {
  fetch(program.port(), "/ok");
  RawClient hanging(program.port());
  hanging.get("/hang");
  const auto open = [&] { return curl("/journal?open=1"); };
  ASSERT_TRUE(eventually([&] { return open().find("\"fault\":\"hang\"") != std::string::npos; }));
  EXPECT_THAT(open(), Not(HasSubstr("\"/ok\"")));
  EXPECT_THAT(curl("/journal?path=/ok"), AllOf(HasSubstr("\"/ok\""), Not(HasSubstr("\"/hang\""))));
  EXPECT_THAT(curl("/journal?since=1"), AllOf(HasSubstr("\"/hang\""), Not(HasSubstr("\"/ok\""))));
  EXPECT_THAT(curl("/journal?since=x"), EndsWith("400"));
  EXPECT_THAT(curl("/timeline"), AllOf(HasSubstr("/ok"), HasSubstr("/hang"), EndsWith("200")));
  EXPECT_THAT(curl("/timeline.svg"), AllOf(HasSubstr("<svg"), EndsWith("</svg>\n200")));
  EXPECT_THAT(curl("/journal", {"-X", "DELETE"}), EndsWith("200"));
  EXPECT_EQ(curl("/journal"), "200");
}

TEST_F(ControlPort, JudgesWhatHasHappened) {
  fetch(program.port(), "/ok");
  EXPECT_EQ(verify(R"({"count": {"path": "/ok", "exactly": 1}})"), "{\"checked\":1,\"ok\":true}\n200");
  const auto answer = verify(R"({"count": {"path": "/ok", "exactly": 2}})");
  EXPECT_THAT(answer, AllOf(HasSubstr("exactly 2 requests to /ok"), HasSubstr("1 request"), EndsWith("409")));
  EXPECT_THAT(curl("/verify", {"-H", "Accept: text/plain", "--data-binary",
                               R"({"expectations": [{"count": {"path": "/ok", "exactly": 2}}]})"}),
              AllOf(StartsWith("expectations:1\nexpected  exactly 2 requests to /ok\n"), EndsWith("409")));
  EXPECT_THAT(verify(R"({"cuont": {}})"), AllOf(HasSubstr("expectations:1:"), EndsWith("422")));
}

TEST_F(ControlPort, AnswersBesideAServerFullOfHangs) {
  Program full({"--admin-port", "0", "--max-connections", "50"});
  std::vector<RawClient> clients;
  for (int i = 0; i < 60; ++i) clients.emplace_back(full.port()).get("/hang");
  const auto answer =
      RawClient(full.admin_port())
          .send("GET /journal HTTP/1.1\r\nConnection: close\r\nHost: localhost:" + std::to_string(full.admin_port()) +
                "\r\n\r\n")
          .receive_all();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
}

TEST_F(ControlPort, IsClosedToWebPages) {
  const std::string port = std::to_string(program.admin_port());
  for (const auto& header :
       {std::string("Host: evil.test"), "Host: evil.test:" + port, std::string("Host: 127.0.0.1:1"),
        std::string("Host:"), std::string("Origin: http://evil.test"), std::string("Origin: null"),
        "Origin: https://localhost:" + port, std::string("Sec-Fetch-Site: cross-site")}) {
    EXPECT_THAT(curl("/reset", {"-X", "POST", "-H", header}),
                AllOf(HasSubstr("the control interface answers"), EndsWith("403")))
        << header;
    EXPECT_THAT(curl("/shutdown", {"-X", "POST", "-H", header}), EndsWith("403")) << header;
  }
  EXPECT_THAT(curl("/", {"-H", "Host: localhost:" + port, "-H", "Origin: http://localhost:" + port}), EndsWith("200"));
  EXPECT_EQ(status("/ok"), "200") << "no refused request has stopped the server";
}

TEST_F(ControlPort, IsOnLoopbackEvenWhenTheServerIsNot) {
  Program open({"--host", "0.0.0.0", "--admin-port", "0"});
  const std::string path = "http://127.0.0.2:" + std::to_string(open.admin_port()) + "/";
  ChildProcess curl({"curl", "-sS", path});
  EXPECT_EQ(curl.wait(), 7) << "refused: it listens on 127.0.0.1 alone";
}

TEST_F(ControlPort, ShutsTheServerDownAfterItsAnswer) {
  RawClient hanging(program.port());
  hanging.get("/hang");
  EXPECT_EQ(curl("/shutdown", {"-X", "POST"}), "{\"ok\":true}\n200");
  EXPECT_EQ(program.process().wait(), 0);
  EXPECT_FALSE(std::filesystem::exists(program.directory() / "admin_port"));
}

TEST_F(ControlPort, SaysThatItsPortIsTaken) {
  ChildProcess second({MOCK_SERVER_PROGRAM, "--admin-port", std::to_string(program.admin_port())});
  EXPECT_EQ(second.wait(), 3);
  EXPECT_THAT(second.output(), HasSubstr("Address already in use; --admin-port 0 takes any free port"));
  ChildProcess file_only({MOCK_SERVER_PROGRAM, "--admin-port-file", directory / "x"});
  EXPECT_EQ(file_only.wait(), 2) << "a file for a port that was not asked for";
}

}  // namespace
}  // namespace mock_server
