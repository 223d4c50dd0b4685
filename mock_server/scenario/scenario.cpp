#include "mock_server/scenario/scenario.hpp"

namespace mock_server {

Limits LimitChanges::applied_to(Limits limits) const {
  limits.connections = connections.value_or(limits.connections);
  limits.request_bytes = request_bytes.value_or(limits.request_bytes);
  limits.response_bytes = response_bytes.value_or(limits.response_bytes);
  limits.script_time = script_time.value_or(limits.script_time);
  limits.connection_time = connection_time.value_or(limits.connection_time);
  limits.idle_time = idle_time.value_or(limits.idle_time);
  return limits;
}

}  // namespace mock_server
