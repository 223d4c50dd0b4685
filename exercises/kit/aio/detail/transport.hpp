#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace aio::detail {

/// One request as it goes over the wire, and where to. Of the standard library alone, so that a module which is built
/// without the kit can take it.
struct Outgoing {
  std::string host;  ///< a name or an address; an IPv6 address without its brackets
  int port = 80;
  std::string method;
  std::string target;                                        ///< path and query
  std::vector<std::pair<std::string, std::string>> headers;  ///< with `Host`
  std::string body;
};

/// What came back, or how far it came.
struct Incoming {
  enum class End { kComplete, kNotConnected, kBroken };

  End end = End::kBroken;
  std::string failure;  ///< in a word or two; empty when `kComplete`
  int status = 0;
  std::string reason;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// Sends `request` on a connection of its own and blocks, without any limit, until the answer is complete or the
/// connection has failed. `on_socket` gets each socket before it connects; `shutdown` on a duplicate of it ends every
/// phase at once.
///
/// Threads:  blocks the calling one; any number at a time.
/// Source:   cpp-httplib. httplib_transport.cpp calls it; loaded_transport.cpp loads that from a module at the first
///           request, for programs that are started often and seldom send one.
void exchange(const Outgoing& request, const std::function<void(int socket)>& on_socket, Incoming& answer);

}  // namespace aio::detail
