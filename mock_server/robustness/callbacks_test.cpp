#include <new>
#include <stdexcept>
#include <vector>

#include "mock_server/robustness/fixture.hpp"

namespace mock_server {
namespace {

using ::testing::StartsWith;

class Callbacks : public RobustServer {};

TEST_F(Callbacks, SurvivesAScriptThatThrows) {
  server.on("/script").script([](const Wire&) -> WireScript { throw std::runtime_error("on purpose"); });
  EXPECT_THAT(RawClient(server.port()).get("/script").receive_all(), StartsWith("HTTP/1.1 500"));
}

TEST_F(Callbacks, MayThrowAnything) {
  server.on("/handler").answer([](const Request&) -> Response { throw std::runtime_error("on purpose"); });
  server.on("/handler-int").answer([](const Request&) -> Response { throw 7; });
  server.on("/handler-memory").answer([](const Request&) -> Response { throw std::bad_alloc(); });
  server.on("/chooser").choose([](const Request&, std::size_t) -> Stage { throw std::logic_error("on purpose"); });
  server.on("/chooser-int").choose([](const Request&, std::size_t) -> Stage { throw 7; });
  server.on("/script-int").script([](const Wire&) -> WireScript { throw 7; });
  for (const char* path : {"/handler", "/handler-int", "/handler-memory", "/chooser", "/chooser-int", "/script-int"}) {
    EXPECT_THAT(RawClient(server.port()).get(path, "Connection: close\r\n").receive_all(), StartsWith("HTTP/1.1 500 "))
        << path;
    EXPECT_EQ(server.journal().exchanges(path).at(0).status, 500) << path;
  }
}

/// Asks for more memory than there is. The sanitizers' allocator would end the process instead of saying no.
[[noreturn]] void run_out_of_memory() {
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
  std::vector<char>().reserve(std::size_t{1} << 60);
#endif
  throw std::bad_alloc();
}

TEST_F(Callbacks, MayAskForMoreMemoryThanThereIs) {
  server.on("/giant").answer([](const Request&) -> Response { run_out_of_memory(); });
  server.on("/script").script([](const Wire&) -> WireScript { run_out_of_memory(); });
  for (const char* path : {"/giant", "/script"}) {
    EXPECT_THAT(RawClient(server.port()).get(path, "Connection: close\r\n").receive_all(), StartsWith("HTTP/1.1 500 "))
        << path;
  }
}

TEST(Observers, MayThrowAnything) {
  std::atomic<int> calls = 0;
  Server server({.on_change =
                     [&] {
                       ++calls;
                       throw std::runtime_error("on purpose");
                     },
                 .on_exchange =
                     [&](const Exchange&, Change) {
                       ++calls;
                       throw 7;
                     }});
  server.on("/ok").text("fine");
  RawClient client(server.port());
  for (int i = 0; i < 10; ++i) {
    client.get("/ok").receive_until("fine");
    client.forget();
  }
  EXPECT_GE(calls, 18) << "at least both, for each answer whose last byte another has followed";
}

}  // namespace
}  // namespace mock_server
