#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mock_server/draws.hpp"
#include "mock_server/message.hpp"
#include "mock_server/wire_script.hpp"

namespace mock_server {

/// A number that a fault can be told. Its name ends in its unit, if it has one: "tick_ms", "bytes".
struct Parameter {
  std::string_view name;
  std::string_view meaning;  ///< for people
  double fallback;           ///< if it is not told
  double lowest;
  double highest;
  enum class Kind { kWhole, kFractions } kind = Kind::kWhole;
  enum class Place { kQuery, kPath } place = Place::kQuery;  ///< where the catalogue's example has it: "/status/503"
};

std::string shown(double number);  ///< "50", "0.5"

/// Returns:  what a parameter takes, in words: "a whole number from 0 to 100".
std::string range_of(const Parameter& parameter);

/// What a fault is told, by the names of its parameters: {{"tick_ms", 50}}.
using Arguments = std::map<std::string, double, std::less<>>;

/// The answer a fault starts from, serialised, and what the fault was told.
struct Wire {
  std::string head;  ///< status line and headers, with the empty line
  std::string body;
  Arguments arguments = {};          ///< every parameter of the fault has a value
  Draws draws = {0, "", 0, ""};      ///< for a fault that draws lots
  std::size_t max_bytes = 64 << 20;  ///< what never ends by itself ends here

  std::string half_body() const { return body.substr(0, body.size() / 2); }

  // Arguments. Requires: the fault has the parameter.
  double number(std::string_view name) const { return arguments.find(name)->second; }
  std::size_t count(std::string_view name) const { return static_cast<std::size_t>(number(name)); }
  Duration time(std::string_view name_in_ms) const { return from_ms(number(name_in_ms)); }

  static Duration from_ms(double milliseconds);
};

/// The request that a fault answers, for one that changes the answer before it is serialised.
struct Occasion {
  const Request& request;
  const Arguments& arguments;  ///< every parameter of the fault has a value

  double number(std::string_view name) const { return arguments.find(name)->second; }
};

/// What curl with a time limit makes of a fault, with the normal answer of 34 bytes.
struct Seen {
  int exit;    ///< curl's exit code: 7 refused, 18 cut short, 28 out of time, 52 no answer, 56 reset
  int status;  ///< 0: none arrived
  int bytes;   ///< of the body

  static constexpr int kSome = -1;  ///< more than none and fewer than all: how many is a matter of time

  std::array<int, 2> or_exit = {};  ///< other exit codes that curl may have; 0: none
  std::string_view because = {};    ///< why there are several

  bool allows(int other_exit) const;
};

/// How curl has to ask for a fault to show.
enum class Ask {
  kGet,
  kCompressed,  ///< --compressed: to decode the answer
  kFollow,      ///< -L: to follow redirects
  kFollowPost,  ///< -L -d …: the same, with a body
  kUpload,      ///< a body too large for the buffers of the kernels
};

/// What a port of a fault's own does.
struct PortPlan {
  enum class Listen {
    kNot,       ///< bound only: connecting is refused
    kFull,      ///< the backlog is full: connecting is not answered
    kNoAccept,  ///< the kernel completes connections, and nobody takes them
    kAccept,
  };
  /// What is read of a connection before its script runs, and afterwards.
  enum class Reading {
    kDiscard,  ///< nothing before; then everything is thrown away
    kLater,    ///< nothing before; the requests are answered as on the server's own port afterwards
    kHead,     ///< a request's head, and little more; then everything is thrown away
    kNever,    ///< nothing ever
    kTrickle,  ///< `bytes` each `tick_ms`; the requests are answered as on the server's own port
  };
  Listen listen = Listen::kAccept;
  Reading reading = Reading::kDiscard;
  int receive_buffer_bytes = 0;                 ///< of the kernel; 0: as it likes
  WireScript (*script)(const Wire&) = nullptr;  ///< runs when a connection has been accepted
};

/// One way to answer. A new fault is a new row of the table, see fault_rows.hpp: the routes, the program's list and
/// catalogue, the documentation, and the test that asks curl all read it.
struct Fault {
  std::string_view id;
  std::string_view level;    ///< where it shows: connect, response, header, body, status, reuse, redirect
  std::string_view meaning;  ///< for people
  std::string_view how;      ///< the wire script in words
  Seen curl;
  Ask ask = Ask::kGet;
  std::span<const Parameter> parameters = {};
  void (*alter)(Response&, const Occasion&) = nullptr;  ///< changes the answer before it is serialised
  WireScript (*script)(const Wire&) = nullptr;          ///< null: the fault needs a port of its own
  std::optional<PortPlan> port = {};                    ///< of those, how it behaves
  std::string_view peers = {};  ///< other mock servers that can do it, as far as their sources and documents show

  bool needs_port() const { return port.has_value(); }
};

/// Returns:  the table, level by level.
std::span<const Fault> faults();

/// Returns:  the row of the table, or null.
const Fault* find_fault(std::string_view id);

/// Finds the row of the table.
///
/// Errors:   std::invalid_argument naming the nearest id.
const Fault& fault_named(std::string_view id);

/// Returns:  the arguments, with a value for every parameter of the fault.
/// Errors:   std::invalid_argument for a name the fault does not know (with the nearest one it does) and for a number
///           out of range.
Arguments complete(const Fault& fault, Arguments arguments);

}  // namespace mock_server
