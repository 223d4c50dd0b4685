// The rows of 01_timeout as such tests are usually written: one case each, real time, limits short enough to bear.
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <timeout.hpp>

namespace {

using namespace std::chrono_literals;

class FetchTest : public testing::Test {
 protected:
  FetchTest() {
    server.Get("/ok", [](const auto&, auto& answer) { answer.set_content("{\"id\": 7}", "application/json"); });
    server.Get("/503", [](const auto&, auto& answer) { answer.status = 503; });
    server.Get("/hang", [this](const auto&, auto& answer) {
      for (int i = 0; i < 200 && !over; ++i) std::this_thread::sleep_for(10ms);
      answer.set_content("{}", "application/json");
    });
    port = server.bind_to_any_port("127.0.0.1");
    thread = std::thread([this] { server.listen_after_bind(); });
  }
  ~FetchTest() override {
    over = true;
    server.stop();
    thread.join();
  }
  aio::Json fetch(const std::string& path, aio::Duration limit) {
    const std::string url = "http://127.0.0.1:" + std::to_string(port) + path;
    aio::HttpClient client;
    return aio::run(fetch_with_timeout(client, url, limit));
  }
  httplib::Server server;
  std::atomic<bool> over{false};
  int port = 0;
  std::thread thread;
};

TEST_F(FetchTest, ReturnsTheAnswer) { EXPECT_EQ(fetch("/ok", 2s)["id"], 7); }

TEST_F(FetchTest, TimesOut) { EXPECT_THROW(fetch("/hang", 200ms), aio::TimeoutError); }

TEST_F(FetchTest, ObeysAnotherLimit) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THROW(fetch("/hang", 500ms), aio::TimeoutError);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 500ms);
}

TEST_F(FetchTest, LetsOtherErrorsThrough) { EXPECT_THROW(fetch("/503", 2s), aio::StatusError); }

TEST_F(FetchTest, Refuses) {
  aio::HttpClient client;
  EXPECT_THROW(aio::run(fetch_with_timeout(client, "http://127.0.0.1:1/", 2s)), aio::ConnectError);
}

}  // namespace
