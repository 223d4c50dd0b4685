#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mock_server/faults.hpp"
#include "mock_server/socket_source.hpp"

namespace mock_server {

/// A socket bound to a port of its own, in the state in which a connect-level fault wants it.
///
/// Theory of operation of a full backlog: Linux completes one connection more than a backlog of 0 says, and drops the
/// first packet of all further ones, which their clients repeat. So the port is filled from here, and some more
/// connections are kept waiting: if one in the queue went away, one of them would take its place.
class FaultPort {
 public:
  /// Errors: ListenError.
  FaultPort(const std::string& host, const PortPlan& plan, const SocketSource& sockets = own_socket);
  ~FaultPort();
  FaultPort(const FaultPort&) = delete;
  FaultPort& operator=(const FaultPort&) = delete;

  std::uint16_t port() const;

  /// Returns:  the descriptor, which the caller owns from now on.
  int release();

 private:
  void listen(const std::string& host, const PortPlan& plan, const SocketSource& sockets);
  bool connect_one(const SocketSource& sockets);
  void close();

  int fd_ = -1;
  std::vector<int> fillers_;
};

}  // namespace mock_server
