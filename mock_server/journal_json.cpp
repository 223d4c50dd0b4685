#include <ostream>

#include "mock_server/journal.hpp"

namespace mock_server {

namespace {
double milliseconds(std::chrono::nanoseconds time) { return std::chrono::duration<double, std::milli>(time).count(); }

void put_time(Json& json, const char* name, const std::optional<Exchange::TimePoint>& time) {
  if (time) json[name] = milliseconds(*time);
}
}  // namespace

Json to_json(const Exchange& exchange) {
  Json headers = Json::object();
  for (const auto& [name, value] : exchange.request.headers) headers[name] = value;
  Json json = {
      {"sequence", exchange.sequence},
      {"connection", exchange.connection},
      {"index_on_connection", exchange.index_on_connection},
      {"method", exchange.request.method},
      {"target", exchange.request.target},
      {"path", exchange.request.path},
      {"headers", std::move(headers)},
      {"body", exchange.request.body},
      {"accepted_ms", milliseconds(exchange.accepted)},
      {"first_byte_ms", milliseconds(exchange.first_byte)},
      {"end", to_string(exchange.end)},
      {"key", exchange.key},
      {"attempt", exchange.attempt},
      {"fault", exchange.fault},
      {"status", exchange.status},
      {"in_flight", exchange.in_flight},
      {"bytes_sent", exchange.bytes_sent},
  };
  put_time(json, "request_complete_ms", exchange.request_complete);
  put_time(json, "first_response_byte_ms", exchange.first_response_byte);
  put_time(json, "last_response_byte_ms", exchange.last_response_byte);
  put_time(json, "ended_ms", exchange.ended);
  return json;
}

void write_json_lines(std::ostream& out, const Journal& journal) {
  for (const auto& exchange : journal.snapshot()) {
    out << to_json(exchange).dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
}

}  // namespace mock_server
