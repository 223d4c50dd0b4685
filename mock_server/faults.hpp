#pragma once

#include <span>
#include <string>
#include <string_view>

#include "mock_server/message.hpp"
#include "mock_server/wire_script.hpp"

namespace mock_server {

/// The answer a fault starts from, serialised.
struct Wire {
  std::string head;  ///< status line and headers, with the empty line
  std::string body;
  Duration tick;  ///< pace of faults that have one

  std::string half_body() const { return body.substr(0, body.size() / 2); }
};

/// What curl makes of a fault with the normal answer of 34 bytes: `curl --max-time 1.5`.
struct Seen {
  int exit;
  int status;
  int bytes;
};

/// One way to answer. A new fault is a new row of the table in faults.cpp: the routes, the program's list and
/// catalogue, and the test that asks curl all read it.
struct Fault {
  std::string_view id;
  std::string_view level;    ///< where it shows: connect, response, header, body, status
  std::string_view meaning;  ///< for people
  std::string_view how;      ///< the wire script in words
  std::string_view example;  ///< path in the program's catalogue
  Seen curl;
  void (*alter)(Response&) = nullptr;           ///< changes the answer before it is serialised
  WireScript (*script)(const Wire&) = nullptr;  ///< null: the fault lives on a port of its own
};

std::span<const Fault> faults();

/// Returns:  the row of the table, or null.
const Fault* find_fault(std::string_view id);

}  // namespace mock_server
