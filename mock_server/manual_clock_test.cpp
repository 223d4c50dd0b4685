#include <gmock/gmock.h>

#include <atomic>

#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

TEST(ManualClock, MakesADelayLastUntilItIsMoved) {
  const auto clock = std::make_shared<ManualClock>();
  Server server({.clock = clock});
  server.on("/late").delay(300ms).text("at last");
  RawClient client(server.port());
  client.get("/late");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(clock->next_wakeup(), 300ms);
  EXPECT_EQ(server.parked().at(0).peer_port, client.local_port());
  EXPECT_EQ(server.parked().at(0).wakes_at, 300ms);
  clock->advance_to(299ms);
  EXPECT_EQ(client.received_now(), "");
  clock->advance_to(300ms);
  EXPECT_THAT(server.parked(), IsEmpty());
  EXPECT_THAT(client.receive_until("at last"), EndsWith("at last"));
  EXPECT_EQ(clock->next_wakeup(), std::nullopt);
}

TEST(ManualClock, DripsOverVirtualMinutesInNoTime) {
  const auto clock = std::make_shared<ManualClock>();
  Server server({.clock = clock});
  server.on("/drip").drip(1min).text("0123456789");
  RawClient client(server.port());
  client.get("/drip").receive_until("\r\n\r\n0");
  clock->advance_to(5min);
  EXPECT_THAT(client.receive_until("5"), EndsWith("\r\n\r\n012345"));
  EXPECT_EQ(clock->next_wakeup(), 6min);
  clock->advance_to(1h);
  EXPECT_THAT(client.receive_until("9"), EndsWith("\r\n\r\n0123456789"));
  EXPECT_TRUE(server.journal().wait_until([](const auto& all) { return all.at(0).end == End::kServed; }));
  EXPECT_EQ(server.journal().snapshot().at(0).last_response_byte, 9min);
}

}  // namespace
}  // namespace mock_server
