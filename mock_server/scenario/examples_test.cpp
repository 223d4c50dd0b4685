#include <gmock/gmock.h>

#include <map>
#include <sstream>

#include "mock_server/scenario/test_support.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing_help::example;
using testing_help::fetch;

/// Sends a request without waiting for its answer, and returns what the server has decided: "status 503".
class Asker {
 public:
  explicit Asker(const Server& server) : server_(server) {}

  std::string decision(std::string_view path) {
    const auto before = server_.journal().count();
    clients_.emplace_back(server_.port()).get(path);
    server_.journal().wait_until(
        [&](const auto& all) { return all.size() == before + 1 && all.back().request_complete; });
    const auto last = server_.journal().snapshot().back();
    return last.fault + " " + std::to_string(last.status);
  }

 private:
  const Server& server_;
  std::vector<RawClient> clients_;
};

TEST(Example, FlakyFailsTwiceAndLosesSomeRequests) {
  Server server({.clock = std::make_shared<ManualClock>(), .scenario = example("flaky.json")});
  Asker asker(server);
  int lost = 0;
  for (int item = 0; item < 40; ++item) {
    std::vector<std::string> kept;
    while (kept.size() < 4) {
      auto decision = asker.decision("/items/" + std::to_string(item));
      if (decision == "hang 200" || decision == "rst 200") {
        ++lost;
      } else {
        kept.push_back(std::move(decision));
      }
    }
    EXPECT_THAT(kept, ElementsAre("status 503", "status 503", "delay 200", "delay 200")) << item;
  }
  EXPECT_EQ(lost, 19) << "the file has a seed, so this number never changes; it is about a tenth of the requests";
  EXPECT_EQ(asker.decision("/items/abc"), "status 400") << "as particular as the pattern, and written after it";
}

TEST(Example, RateLimitedAdmitsWhoComesBackWhenTold) {
  const auto clock = std::make_shared<ManualClock>();
  Server server({.clock = clock, .scenario = example("rate_limited.json")});
  const auto search = [&](std::string_view client) {
    return fetch(server, "/search?q=x", "X-Client: " + std::string(client) + "\r\n");
  };
  for (int i = 0; i < 5; ++i) EXPECT_THAT(search("a"), StartsWith("HTTP/1.1 200 "));
  const auto refused = search("a");
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 429 "));
  EXPECT_THAT(refused, HasSubstr("\r\nRetry-After: 1\r\n"));
  EXPECT_EQ(server.journal().snapshot().back().fault, "rate_limited");
  EXPECT_THAT(search("b"), StartsWith("HTTP/1.1 200 ")) << "has a bucket of its own";
  clock->advance_to(999ms);
  EXPECT_THAT(search("a"), StartsWith("HTTP/1.1 429 "));
  clock->advance_to(1s);
  EXPECT_THAT(search("a"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(search("a"), StartsWith("HTTP/1.1 429 "));

  EXPECT_THAT(fetch(server, "/search"), HasSubstr("q is missing"));
  const std::string token = "Authorization: Bearer t\r\n";
  EXPECT_THAT(fetch(server, "/search", token, "POST", R"({"kind": "saved", "q": "x"})"), StartsWith("HTTP/1.1 201 "));
  EXPECT_THAT(fetch(server, "/search", token, "POST", R"({"kind": "saved"})"), HasSubstr("\r\nRetry-After: 10\r\n"));
  EXPECT_THAT(fetch(server, "/search", token, "POST", R"({"kind": "other"})"), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(fetch(server, "/search", "", "POST", R"({"kind": "saved"})"), StartsWith("HTTP/1.1 401 "));
}

TEST(Example, OutageGoesDownAndComesBack) {
  const auto clock = std::make_shared<ManualClock>();
  Server server({.clock = clock, .scenario = example("outage.json")});
  const auto post = [&](std::string_view path) { return fetch(server, path, "", "POST"); };
  const auto status = [](const std::string& answer) { return answer.substr(0, 12); };
  EXPECT_EQ(status(fetch(server, "/health")), "HTTP/1.1 200");
  EXPECT_EQ(status(post("/orders")), "HTTP/1.1 201");
  EXPECT_EQ(status(post("/orders")), "HTTP/1.1 201");
  EXPECT_EQ(status(post("/orders")), "HTTP/1.1 200") << "cut short and reset";
  EXPECT_EQ(server.journal().snapshot().back().fault, "truncated_rst");
  EXPECT_EQ(server.state("backend"), "down");
  EXPECT_EQ(status(fetch(server, "/health")), "HTTP/1.1 503");
  RawClient hanging(server.port());
  hanging.send("POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(status(post("/restart")), "HTTP/1.1 202");
  EXPECT_EQ(status(post("/orders")), "HTTP/1.1 503");
  EXPECT_THAT(post("/orders"), HasSubstr("\r\nRetry-After: 1\r\n"));
  RawClient slow(server.port());
  slow.send("POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(server.wait_for_parked(2));
  clock->advance_to(100ms);
  EXPECT_THAT(slow.received_now(), StartsWith("HTTP/1.1 201"));
  EXPECT_EQ(hanging.received_now(), "") << "hangs as it began";
}

}  // namespace
}  // namespace mock_server
