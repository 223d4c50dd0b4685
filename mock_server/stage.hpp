#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "mock_server/delay.hpp"
#include "mock_server/faults.hpp"
#include "mock_server/message.hpp"

namespace mock_server {

/// Turns a serialised answer into steps, for a fault that only one test needs.
using Script = std::function<WireScript(const Wire&)>;

/// Names of states and their values: {{"breaker", "open"}}.
using StateValues = std::map<std::string, std::string>;

/// What a route does at one request: *what* is answered, *when*, and *how much of it* gets through.
struct Stage {
  std::size_t times = 0;  ///< requests this stage answers; 0: one if another stage follows, else all
  Response response;
  Handler handler;  ///< replaces `response`
  Delay delay;
  const Fault* fault = find_fault("ok");
  Script script;          ///< replaces the fault's script
  Arguments arguments;    ///< of the fault
  StateValues set_state;  ///< when this stage is chosen
  std::string called;     ///< replaces fault_name()

  std::string fault_name() const;
};

/// Finds a fault that a route can have.
///
/// Errors: std::invalid_argument for an id that is not in the table, or whose fault needs a port of its own.
const Fault& route_fault(std::string_view id);

/// Chooses what to do by the request itself; `attempt` counts from 1 for each key.
using Chooser = std::function<Stage(const Request& request, std::size_t attempt)>;

}  // namespace mock_server
