#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <chrono>

namespace aio {
namespace {

using namespace std::chrono_literals;
constexpr RunOptions kVirtualTime{.virtual_time = true};

TEST(Timeout, ThrowsWhenTheLimitRunsOut) {
  const auto body = []() -> Task<> {
    EXPECT_THROW(co_await timeout(2s, sleep(10s)), TimeoutError);
    EXPECT_EQ(now(), TimePoint(2s));
    EXPECT_EQ(current_task().cancelling(), 0);
  };
  run(body(), kVirtualTime);
}

}  // namespace
}  // namespace aio
