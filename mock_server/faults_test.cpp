#include "mock_server/faults.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "mock_server/catalogue.hpp"
#include "mock_server/catalogue_index.hpp"
#include "mock_server/child_process.hpp"
#include "mock_server/temporary_file.hpp"

namespace mock_server {
namespace {

// A hang is cut by curl itself, long after everything that was to come has come.
constexpr const char* kSecondsForHangs = "3";
constexpr const char* kSecondsForAnswers = "60";
constexpr std::size_t kAtOnce = 8;
constexpr std::size_t kUploadBytes = 16 << 20;  // more than the kernels buffer

/// What curl saw.
struct Sight {
  int exit = -1;
  int status = -1;
  long downloaded = -1;
  long uploaded = -1;
  double connected_s = -1;  // 0: never
};

std::vector<std::string> curl(const std::string& url, const Fault& fault, const std::string& upload) {
  const bool hangs = fault.curl.exit == 28;
  std::vector<std::string> command = {"curl",
                                      "--silent",
                                      "--noproxy",
                                      "*",
                                      "--output",
                                      "/dev/null",
                                      "--write-out",
                                      "%{http_code} %{size_download} %{size_upload} %{time_connect}",
                                      "--max-time",
                                      hangs ? kSecondsForHangs : kSecondsForAnswers,
                                      url};
  const auto add = [&](std::initializer_list<std::string> words) { command.insert(command.end(), words); };
  if (fault.ask == Ask::kCompressed) add({"--compressed"});
  if (fault.ask == Ask::kFollow || fault.ask == Ask::kFollowPost) add({"--location"});
  if (fault.ask == Ask::kFollowPost) add({"--data", "name=widget"});
  if (fault.ask == Ask::kUpload) add({"--header", "Expect:", "--data-binary", "@" + upload});
  return command;
}

Sight look(const std::string& url, const Fault& fault, const std::string& upload) {
  ChildProcess child(curl(url, fault, upload));
  Sight sight;
  sight.exit = child.wait();
  const int read = std::sscanf(child.output().c_str(), "%d %ld %ld %lf", &sight.status, &sight.downloaded,
                               &sight.uploaded, &sight.connected_s);
  EXPECT_EQ(read, 4) << child.output();
  return sight;
}

/// Calls `body(i)` for 0 <= i < n, on a few threads.
template <class Body>
void for_each_at_once(std::size_t n, const Body& body) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> workers;
  for (std::size_t w = 0; w < kAtOnce; ++w) {
    workers.emplace_back([&] {
      for (std::size_t i = 0; (i = next++) < n;) body(i);
    });
  }
}

class TheFaultTable : public ::testing::Test {
 protected:
  void look_at_all() {
    const TemporaryFile upload(std::string(kUploadBytes, 'x'));
    serve_catalogue(server);
    std::vector<std::string> urls;
    for (const auto& fault : faults()) urls.push_back(example_url(server, fault));
    // Slower than the time limit allows for an answer.
    for (const auto* id : {"drip", "drip_headers"}) {
      urls[static_cast<std::size_t>(find_fault(id) - faults().data())] += "?tick_ms=1000";
    }
    sights.resize(urls.size());
    for_each_at_once(urls.size(), [&](std::size_t i) { sights[i] = look(urls[i], faults()[i], upload.path()); });
  }

  Server server;
  std::vector<Sight> sights;
};

TEST_F(TheFaultTable, SaysWhatCurlSees) {
  look_at_all();
  for (std::size_t i = 0; i < sights.size(); ++i) {
    const auto& fault = faults()[i];
    SCOPED_TRACE(fault.id);
    EXPECT_TRUE(fault.curl.allows(sights[i].exit)) << "curl's exit code is " << sights[i].exit;
    EXPECT_EQ(sights[i].status, fault.curl.status);
    if (fault.curl.bytes == Seen::kSome) {
      EXPECT_GT(sights[i].downloaded, 0);
    } else {
      EXPECT_EQ(sights[i].downloaded, fault.curl.bytes);
    }
    const bool never_connects = fault.id == "refused" || fault.id == "backlog_full";
    if (fault.curl.exit == 28) EXPECT_EQ(sights[i].connected_s == 0, never_connects) << sights[i].connected_s;
    if (fault.ask == Ask::kUpload) {
      EXPECT_LT(sights[i].uploaded, static_cast<long>(kUploadBytes)) << "the client was still sending";
    }
  }
}

TEST(Faults, HaveNamesAndParametersThatTheProgramCanTake) {
  std::set<std::string_view> ids;
  for (const auto& fault : faults()) {
    SCOPED_TRACE(fault.id);
    EXPECT_TRUE(ids.insert(fault.id).second);
    EXPECT_EQ(fault.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), fault.id.npos);
    EXPECT_EQ(fault.needs_port(), fault.level == "connect");
    EXPECT_EQ(fault.needs_port(), fault.script == nullptr);
    for (const auto& parameter : fault.parameters) {
      EXPECT_GE(parameter.fallback, parameter.lowest) << parameter.name;
      EXPECT_LE(parameter.fallback, parameter.highest) << parameter.name;
    }
  }
}

TEST(Faults, AreAllUnderstoodByARouteUnlessTheyNeedAPort) {
  Server server;
  for (const auto& fault : faults()) {
    if (fault.needs_port()) {
      EXPECT_THROW(server.on("/a").fault(fault.id), std::invalid_argument) << fault.id;
      EXPECT_NO_THROW(server.fault_url(fault.id)) << fault.id;
    } else {
      EXPECT_NO_THROW(server.on("/a").fault(fault.id)) << fault.id;
      EXPECT_THROW(server.fault_url(fault.id), std::invalid_argument) << fault.id;
    }
  }
}

template <class Body>
std::string message_of(const Body& body) {
  try {
    body();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Faults, SayWhatIsWrongWithAnIdOrAnArgument) {
  Route route("", "/a");
  EXPECT_EQ(message_of([&] { route.fault("hang_mid_boddy"); }),
            "there is no fault \"hang_mid_boddy\"; did you mean \"hang_mid_body\"?");
  EXPECT_EQ(message_of([&] { route.fault("drip", {{"tik_ms", 5}}); }),
            "the fault \"drip\" takes no \"tik_ms\"; did you mean \"tick_ms\"?");
  EXPECT_EQ(message_of([&] { route.fault("drip", {{"tick_ms", -5}}); }),
            "\"tick_ms\" must be a number from 0 to 86400000, got -5");
  EXPECT_EQ(message_of([&] { route.fault("status", {{"code", 503.5}}); }),
            "\"code\" must be a whole number from 200 to 999, got 503.5");
  EXPECT_EQ(message_of([&] { route.fault("accept_rst"); }),
            "the fault \"accept_rst\" needs a port of its own: Server::fault_url(\"accept_rst\")");
}

TEST(Faults, HaveOnePortForTheSameArguments) {
  Server server;
  EXPECT_EQ(server.fault_url("accept_slow", "/a", {{"ms", 50}}), server.fault_url("accept_slow", "/a", {{"ms", 50}}));
  EXPECT_EQ(server.fault_url("accept_slow", "/a", {{"ms", 200}}), server.fault_url("accept_slow", "/a"));
  EXPECT_NE(server.fault_url("accept_slow", "/a", {{"ms", 50}}), server.fault_url("accept_slow", "/a"));
  EXPECT_EQ(server.fault_url("refused", "/a"), server.refused_url("/a"));
}

}  // namespace
}  // namespace mock_server
