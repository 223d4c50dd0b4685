#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/clock.hpp"
#include "mock_server/journal.hpp"
#include "mock_server/parking.hpp"
#include "mock_server/route.hpp"
#include "mock_server/scenario/scenario.hpp"
#include "mock_server/socket_source.hpp"

namespace mock_server {

struct Options {
  /// The time of delays and drips; null: real time. May be shared by several servers.
  std::shared_ptr<ManualClock> clock = nullptr;

  /// For faults that draw lots.
  std::uint64_t seed = 0;

  /// Called after every change of the parked set or the journal (once for changes that happen together), when the
  /// change can be seen by parked() and journal(). Runs on the server's thread: it must not wait for the server. What
  /// it throws is dropped.
  std::function<void()> on_change = {};

  /// Called with every change of every exchange: the exchange as it was at that moment, in the order of the changes.
  /// Bytes of an answer are no change of their own; they are counted in the next one. Otherwise as on_change, which
  /// comes after it.
  std::function<void(const Exchange&, Change)> on_exchange = {};

  std::uint16_t port = 0;  ///< 0: any free one

  /// The numeric IPv4 or IPv6 address to listen on. Whoever can reach another than loopback can use the server.
  std::string host = "127.0.0.1";

  /// Where the server's sockets come from: a socket belongs for ever to the network namespace in which it was made, so
  /// a source that gets them from elsewhere lets the server serve a network that its own process is not in.
  SocketSource sockets = own_socket;

  // Caps, see Limits. A scenario can change them.
  std::size_t max_connections = Limits{}.connections;
  std::size_t max_request_bytes = Limits{}.request_bytes;
  std::size_t max_response_bytes = Limits{}.response_bytes;
  Duration max_script_time = Limits{}.script_time;
  Duration max_connection_time = Limits{}.connection_time;
  Duration max_idle_time = Limits{}.idle_time;
  std::size_t max_journal_exchanges = 100'000;  ///< the newest are kept

  /// Installed before the port opens.
  std::optional<Scenario> scenario = {};
};

/// An HTTP server on 127.0.0.1 (unless asked otherwise) that hangs and fails on purpose. Serves from construction to
/// stop() on a thread of its own.
///
/// Units:    start and stop take less than 2 ms, whatever is in flight: one server per test is affordable.
/// Errors:   ListenError when the port is taken.
/// Threads:  every member is safe from any thread except the server's own, where stop() would wait for itself.
class Server {
 public:
  explicit Server(Options options = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Returns:  "http://127.0.0.1:PORT/path"; with another host, that.
  std::string url(std::string_view path = "/") const;
  std::uint16_t port() const;
  std::string address() const;  ///< "127.0.0.1:PORT"

  /// Starts the sentence that says what a path answers; see Route. A sentence about the same requests as an earlier one
  /// takes its place. The segment "*" matches any segment. Without a method, all methods are answered. What matches no
  /// route is answered with a 404 that names the nearest and marks the differences.
  ///
  /// Returns:  the route, valid until install() or the server's end.
  Route& on(const std::string& path);
  Route& on(const std::string& method, const std::string& path);

  /// Replaces all routes, states, attempts, rate limits and changed limits by those of a scenario. Each request is
  /// answered wholly by what was there before or wholly by the scenario; what is being answered goes on as it began.
  void install(Scenario scenario);

  /// Returns:  a state of the routes' (see Route::set), "" if nobody has set it.
  std::string state(const std::string& name) const;
  void set_state(const std::string& name, const std::string& value);

  /// Opens a port of its own for a fault of the connect level, once for the same arguments.
  ///
  /// A connection that is accepted there makes a journal entry at once, with the fault as its key and counted as an
  /// attempt; if requests are answered there, by the same routes, the first becomes part of that entry. While a fault
  /// leaves a connection alone, it is parked. One that is never accepted leaves no trace.
  ///
  /// Returns:  a URL on that port.
  /// Errors:   std::invalid_argument for an id that is not in the table, whose fault a Route has, or that does not take
  ///           the arguments. ListenError without descriptors, or when there are kMostFaultPorts already.
  std::string fault_url(std::string_view id, std::string_view path = "/", Arguments arguments = {});
  static constexpr std::size_t kMostFaultPorts = 256;

  std::string refused_url(std::string_view path = "/");      ///< fault_url("refused", path)
  std::string accept_hang_url(std::string_view path = "/");  ///< fault_url("accept_hang", path)

  /// Returns:  the connections that wait for nothing but time or their client, see Parked.
  std::vector<Parked> parked() const;

  /// Waits until exactly `n` connections are parked.
  ///
  /// Returns:  true as soon as they are, false after `bound` of real time.
  bool wait_for_parked(std::size_t n, std::chrono::milliseconds bound = Journal::kGenerous) const;

  const Journal& journal() const;

  /// Returns:  Journal::client_left(path).
  bool client_left(std::string_view path, std::chrono::milliseconds bound = Journal::kGenerous) const;

  /// Closes everything at once, hangs included. The journal can still be read, the port is free.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mock_server
