// What a second client makes of some faults: cpp-httplib, whose time limits are per read.
#include <gmock/gmock.h>
#include <httplib.h>

#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;

class CppHttplib : public ::testing::Test {
 protected:
  httplib::Result get(const std::string& path, std::chrono::milliseconds read_timeout) {
    httplib::Client client("127.0.0.1", server.port());
    client.set_read_timeout(read_timeout);
    return client.Get(path);
  }

  Server server;
};

TEST_F(CppHttplib, DoesNotNoticeThatADripOutlivesItsReadTimeout) {
  server.on("/drip").drip(100ms);
  const auto start = std::chrono::steady_clock::now();
  const auto answer = get("/drip", 2s);
  ASSERT_TRUE(answer) << httplib::to_string(answer.error());
  EXPECT_EQ(answer->body.size(), 34u);
  EXPECT_GE(std::chrono::steady_clock::now() - start, 3300ms) << "longer than the limit of 2 s";
}

TEST_F(CppHttplib, CallsEveryFailureOfReadingTheSame) {
  for (const char* id : {"hang", "fin", "rst", "hang_mid_headers", "truncated_fin", "truncated_rst", "garbage",
                         "cl_negative", "chunk_bad_size", "bad_gzip"}) {
    server.on("/a").fault(id);
    EXPECT_EQ(get("/a", 100ms).error(), httplib::Error::Read) << id;
  }
}

TEST_F(CppHttplib, TakesAnInterimAnswerForTheLast) {
  server.on("/a").fault("1xx_then_200");
  const auto answer = get("/a", 20s);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 103);
}

TEST_F(CppHttplib, TakesTheFirstOfTwoLengths) {
  server.on("/a").fault("cl_duplicate_differ");
  const auto answer = get("/a", 20s);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.size(), 34u) << "curl takes the second, see the fault table";
}

}  // namespace
}  // namespace mock_server
