#include "mock_server/caps.hpp"

#include <gmock/gmock.h>

#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::StartsWith;

/// Real time has passed at least this much since a test began.
class Caps : public ::testing::Test {
 protected:
  bool passed(Duration least) const { return std::chrono::steady_clock::now() - start_ >= least; }

 private:
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

TEST_F(Caps, ResetAnAnswerThatTakesTooLong) {
  Server server({.max_script_time = 60ms});
  server.on("/hang").hang_mid_body();
  RawClient client(server.port());
  EXPECT_THAT(client.get("/hang").receive_all(), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(client.was_reset());
  EXPECT_TRUE(passed(60ms));
  const auto exchange = server.journal().snapshot().at(0);
  EXPECT_EQ(exchange.fault, "script_cap");
  EXPECT_EQ(exchange.end, End::kServerClosed);
  EXPECT_TRUE(server.wait_for_parked(0));
}

TEST_F(Caps, CountRealTimeWhateverTheServersClockSays) {
  Server server({.clock = std::make_shared<ManualClock>(), .max_script_time = 60ms});
  server.on("/late").delay(1h);
  RawClient client(server.port());
  client.get("/late").receive_all();
  EXPECT_TRUE(client.was_reset());
  EXPECT_TRUE(passed(60ms));
}

TEST_F(Caps, LetEachAnswerOfAConnectionTakeItsTime) {
  Server server({.max_script_time = 2s});
  server.on("/late").delay(20ms).text("at last");
  RawClient client(server.port());
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(client.get("/late").receive_until("at last"), EndsWith("at last"));
    client.forget();
  }
  EXPECT_EQ(server.journal().snapshot().back().end, End::kServed);
}

TEST_F(Caps, CloseAnIdleConnection) {
  Server server({.max_idle_time = 60ms});
  server.on("/ok").text("fine");
  RawClient used(server.port());
  RawClient silent(server.port());
  EXPECT_THAT(used.get("/ok").receive_all(), EndsWith("fine"));
  EXPECT_FALSE(used.was_reset());
  EXPECT_EQ(silent.receive_all(), "");
  EXPECT_TRUE(passed(60ms));
  EXPECT_EQ(server.journal().count(), 1u) << "nothing was asked, so nothing is noted";
}

TEST_F(Caps, ResetAConnectionThatIsTooOld) {
  Server server({.max_connection_time = 60ms});
  RawClient half(server.port());
  half.send("GET /ok HT").receive_all();
  EXPECT_TRUE(half.was_reset());
  EXPECT_TRUE(passed(60ms));
  EXPECT_EQ(server.journal().snapshot().at(0).fault, "connection_cap");
}

TEST_F(Caps, OfAScenarioHoldForWhatIsInFlight) {
  Server server;
  server.on("/hang").hang();
  RawClient client(server.port());
  client.get("/hang");
  ASSERT_TRUE(server.wait_for_parked(1));
  Scenario strict;
  strict.limits.script_time = 60ms;
  strict.limits.response_bytes = 3;
  server.install(strict);
  client.receive_all();
  EXPECT_TRUE(client.was_reset());
  EXPECT_TRUE(passed(60ms));
  server.on("/large").text("four");
  EXPECT_THAT(RawClient(server.port()).get("/large", "Connection: close\r\n").receive_all(),
              StartsWith("HTTP/1.1 500 "));
}

}  // namespace
}  // namespace mock_server
