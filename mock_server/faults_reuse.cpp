// Connection reuse: the answer is good, and what becomes of the connection afterwards is not.
#include "mock_server/fault_rows.hpp"
#include "mock_server/wire_text.hpp"

namespace mock_server::fault_rows {

namespace {

using namespace step;

constexpr std::string_view kLevel = "reuse";

/// A good answer that says nothing about the connection, whatever the client asked for.
std::string answer(const Wire& wire) { return wire_text::without(wire.head, "Connection") + wire.body; }

WireScript ok_then_fin(const Wire& wire) { return {Send{answer(wire)}, Served{}, Fin{}}; }
WireScript ok_then_rst(const Wire& wire) { return {Send{answer(wire)}, Served{}, Flush{}, Reset{}}; }
WireScript ok_then_fin_idle(const Wire& wire) {
  return {Send{answer(wire)}, Served{}, Pause{wire.time("idle_ms")}, Fin{}};
}
WireScript ok_lie_keepalive(const Wire& wire) {
  const auto silent = wire_text::without(wire_text::without(wire.head, "Connection"), "Keep-Alive");
  const auto promise = wire_text::with(wire_text::with(silent, "Connection: keep-alive"), "Keep-Alive: timeout=60");
  return {Send{promise + wire.body}, Served{}, Fin{}};
}
WireScript ok_close(const Wire& wire) {
  const auto silent = wire_text::without(wire_text::without(wire.head, "Connection"), "Keep-Alive");
  return {Send{wire_text::with(silent, "Connection: close") + wire.body}, Served{}, Fin{}};
}
WireScript duplicate_response(const Wire& wire) {
  const auto once = wire.head + wire.body;
  return {Send{once + once}};
}

constexpr Parameter kIdle[] = {milliseconds("idle_ms", "time until the end", 200)};

constexpr Fault kRows[] = {
    {.id = "ok_then_fin",
     .level = kLevel,
     .meaning = "a good answer, then closed without notice",
     .how = "send, fin",
     .curl = {0, 200, 34},
     .script = ok_then_fin,
     .peers = "MockWebServer (DISCONNECT_AT_END), MockServer (closeSocket)"},
    {.id = "ok_then_rst",
     .level = kLevel,
     .meaning = "a good answer, then a reset",
     .how = "send, flush, rst",
     .curl = {0, 200, 34},
     .script = ok_then_rst},
    {.id = "ok_then_fin_idle",
     .level = kLevel,
     .meaning = "a good answer, closed after an idle time: a stale connection in the client's pool",
     .how = "send, pause, fin",
     .curl = {0, 200, 34},
     .parameters = kIdle,
     .script = ok_then_fin_idle,
     .peers = "MockServer (closeSocketDelay)"},
    {.id = "ok_lie_keepalive",
     .level = kLevel,
     .meaning = "promises to keep the connection for 60 s, closes it at once",
     .how = "send, fin",
     .curl = {0, 200, 34},
     .script = ok_lie_keepalive},
    {.id = "ok_close",
     .level = kLevel,
     .meaning = "Connection: close, and closed (control case)",
     .how = "send, fin",
     .curl = {0, 200, 34},
     .script = ok_close,
     .peers = "all"},
    {.id = "duplicate_response",
     .level = kLevel,
     .meaning = "two answers to one request: the second answers the next request",
     .how = "send twice, keep",
     .curl = {0, 200, 34},
     .script = duplicate_response},
};

}  // namespace

std::span<const Fault> reuse() { return kRows; }

}  // namespace mock_server::fault_rows
