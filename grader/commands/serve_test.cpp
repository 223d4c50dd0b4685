// End to end: the live page, asked by a client that knows the token, by one that does not, and by a browser.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <atomic>
#include <thread>

#include "grader/browser/chromium.hpp"
#include "grader/browser/page_checks.hpp"
#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_help::FakeCourse;
using testing_help::read_file;

// `grader serve` with a fake course, from its first line to its end.
class ServeTest : public testing::Test {
 protected:
  ServeTest() {
    solve(1);
    start({"serve", "00", "--json", "--isolation", "C"});
    wait_for("\"url\"");
    const std::string said = output();
    url = nlohmann::json::parse(said.substr(0, said.find('\n'))).at("url");
    const std::size_t path = url.find("/?");
    host = url.substr(0, path);
    query = url.substr(path + 1);
  }
  ~ServeTest() override {
    if (pid > 0) end_with(SIGKILL);
  }

  void start(std::vector<std::string> arguments) {
    const Command command = course.grader_command(std::move(arguments));
    std::vector<char*> words{const_cast<char*>(command.program.c_str())};
    for (const std::string& text : command.arguments) words.push_back(const_cast<char*>(text.c_str()));
    words.push_back(nullptr);
    std::vector<char*> environment;
    for (const std::string& text : command.environment) environment.push_back(const_cast<char*>(text.c_str()));
    environment.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 1, log().c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (::posix_spawn(&pid, command.program.c_str(), &actions, nullptr, words.data(), environment.data()) != 0)
      pid = -1;
    ::posix_spawn_file_actions_destroy(&actions);
  }
  std::filesystem::path log() const { return course.folder() / "serve.log"; }
  std::string output() const { return read_file(log()); }
  int verdicts() const {
    int count = 0;
    const std::string text = output();
    for (std::size_t at = 0; (at = text.find("\"verdict\"", at)) != std::string::npos; ++at) ++count;
    return count;
  }
  void wait_for(const std::string& text) const {
    for (int i = 0; i < 6'000 && output().find(text) == std::string::npos; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ASSERT_THAT(output(), HasSubstr(text));
  }
  void wait_for_verdicts(int count) const {
    for (int i = 0; i < 6'000 && verdicts() < count; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ASSERT_GE(verdicts(), count) << output();
  }
  void solve(int value) const { course.answer(course.root() / "exercises", "00_alpha", value); }
  int end_with(int signal) {
    ::kill(pid, signal);
    int status = 0;
    ::waitpid(pid, &status, 0);
    pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  httplib::Result get(const std::string& target, const httplib::Headers& headers = {}) const {
    httplib::Client client(host);
    client.set_read_timeout(60);
    std::string body;
    auto answer = client.Get(target, headers, [&](const char* data, std::size_t size) {
      body.append(data, size);
      return !body.starts_with("event:") && !body.starts_with(":");  // a stream of events has no end
    });
    if (answer) answer->body = body;
    return answer;
  }

  FakeCourse course;
  pid_t pid = -1;
  std::string url;
  std::string host;   // "http://127.0.0.1:4711"
  std::string query;  // "?token=…"
};

TEST_F(ServeTest, ShowsTheReportToWhoeverKnowsTheToken) {
  wait_for_verdicts(1);
  const auto answer = get("/" + query);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_THAT(answer->body, HasSubstr("2 of 5 points"));
  EXPECT_EQ(answer->get_header_value("Cache-Control"), "no-store");
  EXPECT_THAT(answer->get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'"));
}

TEST_F(ServeTest, RefusesWhoeverDoesNot) {
  std::string other = query;
  other.back() = other.back() == '0' ? '1' : '0';
  for (const std::string& target : {std::string("/"), std::string("/?token="), "/" + other, "/" + query.substr(0, 20),
                                    std::string("/events"), "/events" + other}) {
    const auto answer = get(target);
    ASSERT_TRUE(answer) << target;
    EXPECT_EQ(answer->status, 403) << target;
    EXPECT_THAT(answer->body, HasSubstr("token")) << target;
  }
}

// DNS rebinding: a page of somebody else's has its own name resolve to 127.0.0.1.
TEST_F(ServeTest, RefusesARequestForAnotherHost) {
  const std::string port = host.substr(host.rfind(':'));
  for (const std::string& name : {"evil.example" + port, std::string("127.0.0.1"), "127.0.0.1.evil.example" + port,
                                  std::string("localhost:1"), std::string()}) {
    const auto answer = get("/" + query, {{"Host", name}});
    ASSERT_TRUE(answer) << name;
    EXPECT_EQ(answer->status, 403) << name;
    EXPECT_THAT(answer->body, Not(HasSubstr("points")));
  }
  EXPECT_EQ(get("/" + query, {{"Host", "localhost" + port}})->status, 200);
}

TEST_F(ServeTest, TellsOfANewVerdictWhenAFileHasChanged) {
  wait_for_verdicts(1);
  std::string stream;
  bool changed = false;
  httplib::Client client(host);
  client.set_read_timeout(60);
  client.Get("/events" + query, [&](const char* data, std::size_t size) {
    stream.append(data, size);
    if (!changed && stream.find("event: verdict\ndata: 1\n\n") != std::string::npos) {
      changed = true;
      solve(0);
    }
    return stream.find("event: verdict\ndata: 2\n\n") == std::string::npos;
  });
  EXPECT_THAT(stream, HasSubstr("event: verdict\ndata: 2\n\n"));
  EXPECT_THAT(stream, HasSubstr("event: status\ndata: \"Checking"));
  EXPECT_THAT(get("/" + query)->body, HasSubstr("5 of 5 points"));
}

TEST_F(ServeTest, SaysNoToAPortThatIsTaken) {
  const testing_help::GraderRun taken =
      course.grader({"serve", "00", "--isolation", "C", "--port", host.substr(host.rfind(':') + 1)});
  EXPECT_EQ(taken.code, 3);
  EXPECT_THAT(taken.output, HasSubstr("choose another --port"));
}

TEST_F(ServeTest, EndsWith130EvenWhilePagesAreOpen) {
  wait_for_verdicts(1);
  std::atomic<bool> open = false;
  std::thread page([&] {
    httplib::Client client(host);
    client.set_read_timeout(60);
    client.Get("/events" + query, [&](const char*, std::size_t) { return open = true; });
  });
  for (int i = 0; i < 6'000 && !open; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_TRUE(open);
  EXPECT_EQ(end_with(SIGINT), 130);
  page.join();
  EXPECT_TRUE(std::filesystem::is_empty(course.work())) << "nothing is left behind";
}

TEST_F(ServeTest, APageInABrowserUpdatesWithoutAReload) {
  wait_for_verdicts(1);
  browser::Chromium browser;
  browser.open(url);
  browser.wait_until("document.body.textContent.includes('2 of 5 points')");
  browser.evaluate("window.sameDocument = true; document.querySelector('main details:not([open])').open = true");
  const int open = browser.evaluate("document.querySelectorAll('main details[open]').length");
  browser.evaluate("document.title = 'not yet'");
  solve(0);
  browser.wait_until("document.body.textContent.includes('5 of 5 points')");
  browser.wait_until("document.getElementById('live').textContent.startsWith('Checked at')");
  EXPECT_EQ(browser.evaluate("window.sameDocument"), true);
  EXPECT_EQ(browser.evaluate("document.title"), "Report for exercises");
  EXPECT_GE(open, 1);
  EXPECT_GE(browser.evaluate("document.querySelectorAll('main details[open]').length").get<int>(), 1)
      << "what was open stays open";
  EXPECT_THAT(browser.complaints(), IsEmpty());
  for (const std::string& request : browser.requests()) {
    if (!request.starts_with("data:")) EXPECT_THAT(request, HasSubstr(host + "/"));
  }
  EXPECT_THAT(browser::overflow(browser), IsEmpty());
  end_with(SIGINT);
  browser.wait_until("document.getElementById('live').textContent.startsWith('No connection')");
}

}  // namespace
}  // namespace grader
