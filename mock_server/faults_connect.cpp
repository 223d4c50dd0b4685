// Connect level: what a port of the fault's own does before a request has been read.
#include "mock_server/fault_rows.hpp"

namespace mock_server::fault_rows {

namespace {

using namespace step;
using Listen = PortPlan::Listen;
using Reading = PortPlan::Reading;

constexpr std::string_view kLevel = "connect";
constexpr int kTinyBytes = 1;      // the kernel makes it the smallest it can
constexpr int kSmallBytes = 4096;  // too little for the client to be rid of its request
constexpr Seen kOutOfTime{28, 0, 0};

WireScript hang(const Wire&) { return {Hang{}}; }
WireScript fin(const Wire&) { return {Fin{}}; }
WireScript rst(const Wire&) { return {Reset{}}; }
WireScript pause(const Wire& wire) { return {Pause{wire.time("ms")}}; }
WireScript tls_alert(const Wire&) {
  // TLS 1.0 record, length 2: a fatal alert, handshake failure (RFC 5246, section 7.2).
  return {Send{std::string("\x15\x03\x01\x00\x02\x02\x28", 7)}, Fin{}};
}

void too_large(Response& response, const Occasion&) {
  response.status = 413;
  response.body = error_body(413);
}

constexpr Parameter kAcceptSlow[] = {milliseconds("ms", "time until the connection is accepted", 200)};
constexpr Parameter kSlowRead[] = {
    milliseconds("tick_ms", "time from one read to the next", 100, 1),
    {.name = "bytes", .meaning = "read at once", .fallback = 1024, .lowest = 1, .highest = 1 << 20}};

constexpr Fault kRows[] = {
    {.id = "refused",
     .level = kLevel,
     .meaning = "nothing listens on the port",
     .how = "bind, no listen",
     .curl = {7, 0, 0},
     .port = {{.listen = Listen::kNot}},
     .peers = "Toxiproxy (down), pytest-httpserver (stop())"},
    {.id = "backlog_full",
     .level = kLevel,
     .meaning = "connecting is never answered: a connect timeout",
     .how = "listen with no backlog, fill it, never accept",
     .curl = kOutOfTime,
     .port = {{.listen = Listen::kFull}}},
    {.id = "accept_never",
     .level = kLevel,
     .meaning = "the kernel completes the connection, nobody accepts it",
     .how = "listen, never accept",
     .curl = kOutOfTime,
     .port = {{.listen = Listen::kNoAccept}}},
    {.id = "accept_hang",
     .level = kLevel,
     .meaning = "accepted, never answered",
     .how = "accept, hang",
     .curl = kOutOfTime,
     .port = {{.script = hang}},
     .peers = "MockWebServer (STALL_SOCKET_AT_START), Toxiproxy (timeout 0)"},
    {.id = "accept_slow",
     .level = kLevel,
     .meaning = "accepted late, then served",
     .how = "accept, pause, serve",
     .curl = {0, 200, 34},
     .parameters = kAcceptSlow,
     .port = {{.reading = Reading::kLater, .script = pause}},
     .peers = "MockServer (connectionDelayMillis)"},
    {.id = "accept_rst",
     .level = kLevel,
     .meaning = "reset as soon as accepted",
     .how = "accept, rst",
     .curl = {.exit = 7,
              .status = 0,
              .bytes = 0,
              .or_exit = {55, 56},
              .because = "the reset arrives while curl connects, sends or reads"},
     .port = {{.script = rst}},
     .peers = "Toxiproxy (reset_peer, on first data)"},
    {.id = "accept_fin",
     .level = kLevel,
     .meaning = "closed as soon as accepted",
     .how = "accept, fin",
     .curl = {52, 0, 0},
     .port = {{.script = fin}},
     .peers = "MockWebServer (DISCONNECT_AT_START), Toxiproxy (limit_data 0)"},
    {.id = "banner_first",
     .level = kLevel,
     .meaning = "answers before the request was sent",
     .how = "accept, send, fin",
     .curl = {0, 200, 34},
     .port = {{.script = send_all_and_close}}},
    {.id = "rst_mid_request",
     .level = kLevel,
     .meaning = "reset while the client is still sending",
     .how = "read a head, rst",
     .curl = {.exit = 56,
              .status = 0,
              .bytes = 0,
              .or_exit = {55},
              .because = "the reset arrives while curl reads or sends"},
     .ask = Ask::kUpload,
     .port = {{.reading = Reading::kHead, .receive_buffer_bytes = kSmallBytes, .script = rst}},
     .peers = "MockWebServer (DISCONNECT_DURING_REQUEST_BODY)"},
    {.id = "tiny_rcvbuf",
     .level = kLevel,
     .meaning = "the request is never read: a write timeout",
     .how = "smallest receive buffer, accept, hang without reading",
     .curl = kOutOfTime,
     .ask = Ask::kUpload,
     .port = {{.reading = Reading::kNever, .receive_buffer_bytes = kTinyBytes, .script = hang}},
     .peers = "MockWebServer (DO_NOT_READ_REQUEST_BODY)"},
    {.id = "slow_read",
     .level = kLevel,
     .meaning = "the request is read at a trickle, then answered",
     .how = "small receive buffer, read/pause per piece, serve",
     .curl = kOutOfTime,
     .ask = Ask::kUpload,
     .parameters = kSlowRead,
     .port = {{.reading = Reading::kTrickle, .receive_buffer_bytes = kSmallBytes}},
     .peers = "Toxiproxy (bandwidth upstream), MockWebServer (throttleBody)"},
    {.id = "early_413",
     .level = kLevel,
     .meaning = "refused with 413 while the body is still arriving",
     .how = "read a head, send, half_close, drain",
     .curl = {0, 413, 20},
     .ask = Ask::kUpload,
     .alter = too_large,
     .port = {{.reading = Reading::kHead, .receive_buffer_bytes = kSmallBytes, .script = send_all_and_close}}},
    {.id = "tls_alert",
     .level = kLevel,
     .meaning = "TLS on a plain port",
     .how = "accept, send 7 bytes, fin",
     .curl = {1, 0, 0},
     .port = {{.script = tls_alert}},
     .peers = "MockWebServer (FAIL_HANDSHAKE)"},
};

}  // namespace

std::span<const Fault> connect() { return kRows; }

}  // namespace mock_server::fault_rows
