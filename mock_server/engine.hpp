#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "mock_server/message.hpp"

namespace mock_server {

/// An answer as the bytes cpp-httplib would have sent.
struct Serialised {
  std::string head;  ///< status line and headers, with the empty line
  std::string body;
  bool keep_alive = false;
};

/// cpp-httplib without its sockets and threads: parses the head of a request and serialises the answer.
///
/// Source:   cpp-httplib 0.11.4, the protected Server::process_request(), here on a stream in memory.
class Engine {
 public:
  Engine();
  ~Engine();

  /// Answers one request.
  ///
  /// `respond` is called once for a request that could be parsed; it must not throw. One that could not be parsed is
  /// answered with a 4xx and closes the connection.
  Serialised answer(const std::string& head, std::string body, const std::function<Response(Request)>& respond);

  /// Returns:  a plain answer for bytes that never were a request; closes the connection.
  static Serialised refusal(int status, const std::string& why);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mock_server
