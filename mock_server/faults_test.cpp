#include "mock_server/faults.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <set>

#include "mock_server/catalogue.hpp"
#include "mock_server/child_process.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;

// A hang is cut by curl itself, long after everything that was to come has come.
constexpr const char* kSecondsForHangs = "3";
constexpr const char* kSecondsForAnswers = "60";

std::unique_ptr<ChildProcess> start_curl(const std::string& url, const Fault& fault) {
  const bool hangs = fault.curl.exit == 28;
  return std::make_unique<ChildProcess>(std::vector<std::string>{
      "curl", "--silent", "--noproxy", "*", "--output", "/dev/null", "--write-out", "%{http_code} %{size_download}",
      "--max-time", hangs ? kSecondsForHangs : kSecondsForAnswers, url});
}

TEST(Faults, AreSeenByCurlAsTheTableSays) {
  Server server;
  serve_catalogue(server);
  server.on("/drip").drip(1s);  // slower than the time limit allows for 34 bytes
  std::vector<std::unique_ptr<ChildProcess>> curls;
  for (const auto& fault : faults()) curls.push_back(start_curl(example_url(server, fault), fault));
  for (std::size_t i = 0; i < curls.size(); ++i) {
    const auto& fault = faults()[i];
    SCOPED_TRACE(fault.id);
    EXPECT_EQ(curls[i]->wait(), fault.curl.exit);
    int status = -1;
    int bytes = -1;
    ASSERT_EQ(std::sscanf(curls[i]->output().c_str(), "%d %d", &status, &bytes), 2) << curls[i]->output();
    EXPECT_EQ(status, fault.curl.status);
    if (fault.curl.bytes == Seen::kSome) {
      EXPECT_GT(bytes, 0);
      EXPECT_LT(bytes, 34);
    } else {
      EXPECT_EQ(bytes, fault.curl.bytes);
    }
  }
}

TEST(Faults, HaveNamesOfTheirOwn) {
  std::set<std::string_view> ids;
  for (const auto& fault : faults()) EXPECT_TRUE(ids.insert(fault.id).second) << fault.id;
}

TEST(Faults, AreAllUnderstoodByARouteUnlessTheyNeedAPort) {
  Server server;
  for (const auto& fault : faults()) {
    if (fault.script == nullptr) {
      EXPECT_THROW(server.on("/a").fault(fault.id), std::invalid_argument) << fault.id;
    } else {
      EXPECT_NO_THROW(server.on("/a").fault(fault.id)) << fault.id;
    }
  }
  EXPECT_THROW(server.on("/a").fault("no_such_fault"), std::invalid_argument);
}

}  // namespace
}  // namespace mock_server
