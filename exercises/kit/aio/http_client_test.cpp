#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <aio/testing/listener.hpp>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace aio {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using testing::Connection;
using ::testing::Each;
using testing::FullQueue;
using ::testing::HasSubstr;
using testing::Listener;
using ::testing::StartsWith;

/// Answers each request with these bytes, then closes.
Listener::Script answers(std::string bytes) {
  return [bytes = std::move(bytes)](Connection& connection) {
    if (connection.read_request().empty()) return;
    connection.send(bytes);
  };
}

/// Answers with these bytes, perhaps none, and then hangs until the client leaves.
Listener::Script hangs_after(std::string bytes) {
  return [bytes = std::move(bytes)](Connection& connection) {
    if (connection.read_request().empty()) return;
    connection.send(bytes);
    connection.wait_for_client_to_leave();
  };
}

Response get(const std::string& url) { return run(HttpClient().get(url)); }

TEST(HttpClient, GivesTheWholeAnswer) {
  Listener server(answers("HTTP/1.1 200 Fine\r\nContent-Length: 8\r\nX-Note: one\r\n\r\n{\"a\": 1}"));
  const Response response = get(server.url("/path?query=1"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.reason, "Fine");
  EXPECT_EQ(response.body, "{\"a\": 1}");
  EXPECT_EQ(response.header("x-note"), "one");
  EXPECT_EQ(response.header("x-other"), std::nullopt);
  EXPECT_EQ(response.json(), (Json{{"a", 1}}));
}

TEST(HttpClient, SendsMethodTargetHeadersAndBody) {
  std::string seen;
  Listener server([&seen](Connection& connection) {
    seen = connection.read_request();
    connection.send("HTTP/1.1 204 No Content\r\n\r\n");
  });
  const Request request{.method = "POST",
                        .url = server.url("/a%20b?c=d+e"),
                        .headers = {{"Content-Type", "application/json"}},
                        .body = "[1]"};
  EXPECT_EQ(run(HttpClient().request(request)).status, 204);
  ASSERT_TRUE(server.wait_for_ended(1));
  EXPECT_THAT(seen, StartsWith("POST /a%20b?c=d+e HTTP/1.1\r\n"));
  EXPECT_THAT(seen, HasSubstr("Host: 127.0.0.1:" + std::to_string(server.port()) + "\r\n"));
  EXPECT_THAT(seen, HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(seen, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(seen, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(seen, ::testing::EndsWith("\r\n\r\n[1]"));
}

TEST(HttpClient, TakesAnyStatusForAnAnswerAndDoesNotFollowRedirects) {
  for (const int status : {302, 404, 429, 503}) {
    Listener server(answers("HTTP/1.1 " + std::to_string(status) + " x\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"));
    EXPECT_EQ(get(server.url()).status, status);
    EXPECT_EQ(server.accepted(), 1);
  }
}

TEST(HttpClient, UnderstandsChunksAndBodiesThatEndWithTheConnection) {
  Listener chunked(answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
  EXPECT_EQ(get(chunked.url()).body, "abcde");
  Listener until_end(answers("HTTP/1.1 200 OK\r\n\r\nabc"));
  EXPECT_EQ(get(until_end.url()).body, "abc");
}

TEST(HttpClient, ReportsARefusedConnectionAsAConnectError) {
  EXPECT_THROW(get("http://127.0.0.1:" + std::to_string(testing::unused_port())), ConnectError);
}

TEST(HttpClient, ReportsAnUnknownHostAsAConnectError) {
  EXPECT_THROW(get("http://no-such-host.invalid/"), ConnectError);
}

TEST(HttpClient, RefusesAUrlItCannotRequest) { EXPECT_THROW(get("ftp://127.0.0.1/"), UrlError); }

struct Breakage {
  std::string name;
  std::string bytes;
  bool reset = false;
};
void PrintTo(const Breakage& breakage, std::ostream* out) { *out << breakage.name; }

class HttpClientBreakage : public ::testing::TestWithParam<Breakage> {};

TEST_P(HttpClientBreakage, IsATransportError) {
  Listener server([](Connection& connection) {
    connection.read_request();
    connection.send(GetParam().bytes);
    if (GetParam().reset) connection.reset_on_close();
  });
  EXPECT_THROW(get(server.url()), TransportError);
}

INSTANTIATE_TEST_SUITE_P(
    , HttpClientBreakage,
    ::testing::Values(Breakage{"ClosedBeforeTheAnswer", ""}, Breakage{"ResetBeforeTheAnswer", "", true},
                      Breakage{"ClosedInTheHeaders", "HTTP/1.1 200 OK\r\nContent-Le"},
                      Breakage{"TruncatedBody", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"},
                      Breakage{"ResetInTheBody", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true},
                      Breakage{"TruncatedChunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc"},
                      Breakage{"MissingLastChunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"},
                      Breakage{"Garbage", "\x16\x03\x01 this is not HTTP\r\n\r\n"},
                      Breakage{"GarbageStatus", "HTTP/1.1 abc OK\r\n\r\n"}),
    [](const auto& info) { return info.param.name; });

TEST(HttpClient, SurvivesAVeryLongStatusLine) {
  Listener server(answers("HTTP/1.1 200 " + std::string(8000, 'x') + "\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(get(server.url()).status, 200);
}

/// Cancels a request of a server by a limit; checks that only the limit ended it, and that the connection is gone.
Task<> expect_given_up(std::string url) {
  const TimePoint before = now();
  EXPECT_THROW(co_await timeout(100ms, HttpClient().get(url)), TimeoutError);
  EXPECT_GE(now() - before, 100ms);
  EXPECT_LT(now() - before, 20s);
}

TEST(HttpClientCancel, GivesUpBeforeTheHeaders) {
  Listener server(hangs_after(""));
  run(expect_given_up(server.url()));
  EXPECT_TRUE(server.wait_for_ended(1));
}

TEST(HttpClientCancel, GivesUpInTheMiddleOfTheBody) {
  Listener server(hangs_after("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
  run(expect_given_up(server.url()));
  EXPECT_TRUE(server.wait_for_ended(1));
}

TEST(HttpClientCancel, GivesUpADripThatNeverEnds) {
  std::atomic<bool> client_left = false;
  Listener server([&client_left](Connection& connection) {
    connection.read_request();
    connection.send("HTTP/1.1 200 OK\r\n\r\n");
    std::thread reader([&] {
      connection.wait_for_client_to_leave();
      client_left = true;
    });
    while (!client_left) {
      connection.send("x");
      std::this_thread::sleep_for(5ms);
    }
    reader.join();
  });
  run(expect_given_up(server.url()));
  EXPECT_TRUE(server.wait_for_ended(1));
}

TEST(HttpClientCancel, GivesUpWhileItConnects) {
  FullQueue server;
  run(expect_given_up(server.url()));
}

TEST(HttpClientCancel, GivesUpWhileItSendsALargeBody) {
  Listener server([](Connection& connection) {
    std::this_thread::sleep_for(300ms);  // the client's buffers fill up meanwhile
    connection.wait_for_client_to_leave();
  });
  const auto body = [&server]() -> Task<> {
    Request request{.method = "POST", .url = server.url(), .body = std::string(64u << 20, 'x')};
    EXPECT_THROW(co_await timeout(100ms, HttpClient().request(std::move(request))), TimeoutError);
  };
  run(body());
  EXPECT_TRUE(server.wait_for_ended(1));
}

TEST(HttpClientCancel, WorksAlsoBeforeTheThreadHasBegun) {
  Listener server(hangs_after(""));
  const auto body = [&server]() -> Task<> {
    for (int i = 0; i < 50; ++i) EXPECT_THROW(co_await timeout(0ms, HttpClient().get(server.url())), TimeoutError);
  };
  run(body());
}

TEST(HttpClientCancel, KeepsTheRequestInFlightUntilItsEndIsProcessed) {
  FullQueue server;
  const auto body = [&server]() -> Task<> {
    auto request = create_task(HttpClient().get(server.url()));
    co_await sleep(10ms);
    request.cancel();
    EXPECT_TRUE(EventLoop::current().has_outstanding());
    EXPECT_THROW(co_await request, CancelledError);
    while (EventLoop::current().has_outstanding()) co_await sleep(1ms);
  };
  run(body());
}

std::ptrdiff_t threads_of_this_process() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator());
}

TEST(HttpClientCancel, LeavesNoThreadBehindWhenRunReturns) {
  FullQueue server;
  std::thread([] {}).join();  // ThreadSanitizer starts a thread of its own with the first of ours
  const auto before = threads_of_this_process();
  const auto body = [&]() -> Task<> {
    for (int i = 0; i < 20; ++i) create_task(HttpClient().get(server.url())).cancel();  // most of them never begin
    std::vector<TaskHandle<Response>> requests;
    for (int i = 0; i < 20; ++i) requests.push_back(create_task(HttpClient().get(server.url())));
    co_await sleep(10ms);
    EXPECT_GE(threads_of_this_process(), before + 20);
    for (auto& request : requests) request.cancel();
  };
  run(body());
  // A thread that has been joined may still be listed for a moment; one that hangs is so for ever.
  for (int i = 0; i < 2000 && threads_of_this_process() != before; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(threads_of_this_process(), before);
}

TEST(HttpClientInFlight, TellsTheLocalPortThatTheServerSeesAsSoonAsItIsKnown) {
  struct PortHost : Host {
    void on_idle(const IdleState& state) override {
      if (state.request_ports.size() == 1 && state.request_ports[0] != 0) port = state.request_ports[0];
    }
    std::atomic<std::uint16_t> port = 0;
  } host;
  std::uint16_t peer = 0;
  Listener server([&](Connection& connection) {
    peer = connection.peer_port();
    connection.read_request();
    for (int i = 0; i < 2000 && host.port == 0; ++i) std::this_thread::sleep_for(10ms);  // nothing else wakes the loop
    connection.send("HTTP/1.1 204 No Content\r\n\r\n");
  });
  EXPECT_EQ(run(HttpClient().get(server.url()), {.host = &host}).status, 204);
  EXPECT_EQ(host.port, peer);
}

TEST(HttpClientInFlight, HoldsVirtualTimeBack) {
  Listener server([](Connection& connection) {
    connection.read_request();
    std::this_thread::sleep_for(20ms);
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  const auto body = [&server]() -> Task<TimePoint> {
    auto other = create_task(sleep(1h));
    EXPECT_EQ((co_await timeout(1ms, HttpClient().get(server.url()))).status, 200);
    const TimePoint after = now();
    co_await other;
    co_return after;
  };
  EXPECT_EQ(run(body(), {.virtual_time = true}), TimePoint());
}

TEST(HttpClientInFlight, AHundredHungRequestsAreGivenUpAtOnce) {
  Listener server(hangs_after(""));
  std::vector<Duration> took;
  const auto body = [&]() -> Task<> {
    std::vector<TaskHandle<Response>> requests;
    for (int i = 0; i < 100; ++i) requests.push_back(create_task(HttpClient().get(server.url())));
    while (server.accepted() < 100) co_await sleep(1ms);
    const TimePoint before = now();
    for (auto& request : requests) request.cancel();
    for (auto& request : requests) EXPECT_THROW(co_await request, CancelledError);
    took.push_back(now() - before);
  };
  const auto started = std::chrono::steady_clock::now();
  run(body());
  RecordProperty("cancel_us", std::to_string(took.at(0).count() / 1000));
  RecordProperty("run_ms", std::to_string((std::chrono::steady_clock::now() - started).count() / 1'000'000));
  EXPECT_LT(took.at(0), 1s) << "20 times the 50 ms it is meant to take at most";
  EXPECT_TRUE(server.wait_for_ended(100));
}

TEST(Response, RaisesForAStatusOf400OrMore) {
  EXPECT_NO_THROW(Response{.status = 200}.raise_for_status());
  EXPECT_NO_THROW(Response{.status = 302}.raise_for_status());
  try {
    Response{.status = 503, .reason = "Service Unavailable"}.raise_for_status();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const StatusError& e) {
    EXPECT_EQ(e.status(), 503);
    EXPECT_STREQ(e.what(), "the server answered 503 Service Unavailable");
  }
  EXPECT_THROW(Response{.status = 400}.raise_for_status(), StatusError);
}

TEST(Response, ReportsABodyThatIsNotJson) {
  EXPECT_THROW(Response{.body = "<html>"}.json(), JsonError);
  EXPECT_THROW(Response{.body = ""}.json(), JsonError);
  EXPECT_EQ(Response{.body = "null"}.json(), Json(nullptr));
}

}  // namespace
}  // namespace aio
