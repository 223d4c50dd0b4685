#include "mock_server/stage.hpp"

#include <stdexcept>

namespace mock_server {

std::string Stage::fault_name() const {
  if (!called.empty()) return called;
  if (script) return "script";
  if (fault->id != "ok") return std::string(fault->id);
  if (!delay.is_none()) return "delay";
  if (response.status >= 400 && !handler) return "status";
  return "ok";
}

const Fault& route_fault(std::string_view id) {
  const Fault& found = fault_named(id);
  if (found.needs_port()) {
    throw std::invalid_argument("the fault \"" + std::string(id) + "\" needs a port of its own: Server::fault_url(\"" +
                                std::string(id) + "\")");
  }
  return found;
}

}  // namespace mock_server
