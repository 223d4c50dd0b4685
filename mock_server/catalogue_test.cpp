#include "mock_server/catalogue.hpp"

#include <gmock/gmock.h>

#include "mock_server/catalogue_index.hpp"
#include "mock_server/fault_list.hpp"
#include "mock_server/http_date.hpp"
#include "mock_server/raw_client.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Catalogue : public ::testing::Test {
 protected:
  Catalogue() { serve_catalogue(server); }

  std::string get(const std::string& path, const std::string& headers = "") {
    return RawClient(server.port()).get(path, "Connection: close\r\n" + headers).receive_all();
  }

  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  Server server{{.clock = clock}};
};

TEST_F(Catalogue, TakesParametersFromTheQueryAndThePath) {
  EXPECT_THAT(get("/status/418"), StartsWith("HTTP/1.1 418 "));
  EXPECT_THAT(get("/status?code=418"), StartsWith("HTTP/1.1 418 "));
  EXPECT_THAT(get("/status"), StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(get("/big?bytes=1000"), HasSubstr("Content-Length: 1000\r\n"));
  EXPECT_THAT(get("/retry-after-seconds?seconds=9"), HasSubstr("Retry-After: 9\r\n"));
  EXPECT_THAT(get("/redirect-chain/3"), HasSubstr("Location: /redirect-chain/3?hops=2\r\n"));
  EXPECT_THAT(get("/redirect-chain/3?hops=0"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Catalogue, WaitsAsLongAsItIsTold) {
  for (const auto& [path, expected] : std::vector<std::pair<std::string, Duration>>{
           {"/delay/70", 70ms}, {"/drip?tick_ms=71", 71ms}, {"/fin-after?ms=0.5", 500us}, {"/ok?delay_ms=72", 72ms}}) {
    RawClient client(server.port());
    client.get(path);
    ASSERT_TRUE(server.wait_for_parked(1)) << path;
    EXPECT_EQ(server.parked().at(0).wakes_at, expected) << path;
    client.received_now();
    client.close();
    ASSERT_TRUE(server.wait_for_parked(0)) << path;
  }
}

TEST_F(Catalogue, SaysWhatIsRightWhenItDoesNotUnderstand) {
  EXPECT_THAT(get("/drip?tik_ms=5"),
              AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr(R"(/drip takes no \"tik_ms\"; did you mean \"tick_ms\"?)")));
  EXPECT_THAT(get("/status/abc"), HasSubstr(R"(\"code\" must be a whole number from 200 to 999, got \"abc\")"));
  EXPECT_THAT(get("/status/503.5"), HasSubstr("must be a whole number"));
  EXPECT_THAT(get("/delay/-1"), HasSubstr(R"(must be a number from 0 to 86400000, got \"-1\")"));
  EXPECT_THAT(get("/delay/nan"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(get("/flaky?fial=2"), HasSubstr(R"(did you mean \"fail\"?)"));
  EXPECT_THAT(get("/accept-slow?mss=2"), HasSubstr(R"(did you mean \"ms\"?)"));
  EXPECT_THAT(get("/hang-mid-boddy"), AllOf(StartsWith("HTTP/1.1 404 "), HasSubstr("/hang-mid-body")));
}

TEST_F(Catalogue, SendsToThePortOfAFaultThatNeedsOne) {
  EXPECT_THAT(get("/accept-rst"),
              AllOf(StartsWith("HTTP/1.1 307 "), HasSubstr("Location: " + server.fault_url("accept_rst") + "\r\n")));
  EXPECT_THAT(get("/accept-slow?ms=70"),
              HasSubstr("Location: " + server.fault_url("accept_slow", "/ok", {{"ms", 70}}) + "\r\n"));
}

TEST_F(Catalogue, DoesNotRunOutOfDescriptorsForPorts) {
  std::string last;
  for (std::size_t i = 0; i <= Server::kMostFaultPorts; ++i) last = get("/accept-slow?ms=" + std::to_string(i));
  EXPECT_THAT(last, AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("cannot listen on one more port")));
  EXPECT_THAT(get("/accept-slow?ms=1"), StartsWith("HTTP/1.1 307 ")) << "those that are there go on";
}

TEST_F(Catalogue, ListsEveryFaultForTerminalsAndForBrowsers) {
  const auto text = get("/");
  const auto page = get("/", "Accept: text/html,*/*\r\n");
  EXPECT_THAT(text, HasSubstr("Content-Type: text/plain"));
  EXPECT_THAT(page, AllOf(HasSubstr("Content-Type: text/html"), EndsWith("</html>\n"), Not(HasSubstr("<script"))));
  for (const auto& fault : faults()) {
    EXPECT_THAT(text, HasSubstr(curl_line(fault, example_url(server, fault)) + "\n"));
    EXPECT_THAT(page, HasSubstr("<a href=\"" + example_url(server, fault) + "\">" + std::string(fault.id) + "</a>"));
    EXPECT_THAT(list_of_faults(), HasSubstr(std::string(fault.id) + " "));
  }
}

TEST(HttpDate, IsWrittenAsHttpHasIt) {
  // Source: the example of RFC 9110, section 5.6.7.
  EXPECT_EQ(http_date(std::chrono::system_clock::from_time_t(784111777)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace mock_server
