#pragma once

#include <gmock/gmock.h>

#include <string>

#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace mock_server {

/// A server that must still serve when the test is over, whatever the test did to it.
class RobustServer : public ::testing::Test {
 protected:
  RobustServer() {
    server.on("/ok").text("fine");
    server.on("/hang").hang();
    server.on("POST", "/echo").answer([](const Request& request) {
      return Response{.body = "<" + request.body + ">"};
    });
  }
  ~RobustServer() override {
    EXPECT_THAT(RawClient(server.port()).get("/ok").receive_until("fine"), ::testing::StartsWith("HTTP/1.1 200"));
  }

  End end_of(std::size_t index) const {
    server.journal().wait_until([&](const auto& all) { return all.size() > index && !all[index].is_open(); });
    return server.journal().snapshot().at(index).end;
  }

  /// Sends bytes, and returns all that comes until the server closes.
  std::string answer_to(std::string_view bytes) const { return RawClient(server.port()).send(bytes).receive_all(); }

  Server server{{.max_request_bytes = 1000, .max_response_bytes = 64 << 20}};
};

}  // namespace mock_server
