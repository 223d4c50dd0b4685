#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "mock_server/control/installation.hpp"
#include "mock_server/server.hpp"

namespace mock_server::control {

/// The control interface of a server: HTTP on a port of its own, where what is served is replaced, reset, watched and
/// judged. `GET /` lists the requests it takes; docs/mock-server-control.md is its manual.
///
/// Theory of operation: it is a second Server, with its own loop and thread, so it answers however many hangs the first
/// one has, and what makes one robust makes both so. Its routes exist only there: the first server's port never leads to
/// them. Always on 127.0.0.1, and closed to web pages, see access.hpp.
///
/// Errors:   ListenError when the port is taken.
class Control {
 public:
  /// `on_shutdown` is called on a thread of this object's, after POST /shutdown has been answered.
  Control(Server& server, Installation& installation, std::uint16_t port, std::function<void()> on_shutdown);

  std::uint16_t port() const { return own_.port(); }
  std::string url() const { return own_.url(); }

 private:
  using Endpoint = Response (Control::*)(const Request&);

  void serve(const std::string& method, const std::string& path, Endpoint endpoint);
  Journal::Exchanges exchanges() const;

  Response help(const Request& request);
  Response get_scenario(const Request& request);
  Response put_scenario(const Request& request);
  Response reset(const Request& request);
  Response get_journal(const Request& request);
  Response delete_journal(const Request& request);
  Response verify(const Request& request);
  Response timeline_text(const Request& request);
  Response timeline_svg(const Request& request);
  Response shutdown(const Request& request);

  Server& server_;
  Installation& installation_;
  std::atomic<std::uint64_t> first_ = 0;  // of the exchanges that are still of interest
  Server own_;
};

}  // namespace mock_server::control
