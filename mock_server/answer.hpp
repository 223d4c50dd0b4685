#pragma once

#include <cstddef>
#include <string>

#include "mock_server/engine.hpp"
#include "mock_server/message.hpp"
#include "mock_server/rules.hpp"
#include "mock_server/wire_script.hpp"

namespace mock_server {

/// What a server is going to do about one request, and why: the journal's part of it.
struct Answer {
  WireScript script = {};
  bool keep_alive = false;
  bool parsed = false;  ///< false: `request` is empty, and the script sends a 4xx
  Request request = {};
  std::string key = {};
  std::size_t attempt = 0;
  std::string fault = {};
  int status = 0;
};

/// Chooses a route's answer to a complete request, serialises it, and applies the fault. Nothing that a route's handler
/// or script does gets out of here: an exception becomes a 500.
Answer make_answer(Engine& engine, Rules& rules, const Moment& moment, const std::string& head, std::string body);

/// Makes the script that the port of a fault's own begins with. Such an answer is made of no request.
///
/// Requires: the fault's port has a script, and `arguments` are complete.
WireScript make_greeting(Engine& engine, const Fault& fault, Arguments arguments, Draws draws);

/// Answers bytes that are no request, or a connection there is no room for: a status, the reason, and the end.
Answer make_refusal(int status, const std::string& why);

}  // namespace mock_server
