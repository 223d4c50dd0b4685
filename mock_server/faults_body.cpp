// Body level: a good head, and a body that stops, never stops, or is not what the head says.
#include <stdexcept>

#include "mock_server/fault_rows.hpp"
#include "mock_server/wire_text.hpp"

namespace mock_server::fault_rows {

namespace {

using namespace step;

constexpr std::string_view kLevel = "body";

std::string half(const Wire& wire) { return wire.head + wire.half_body(); }
std::string chunked(const Wire& wire, std::string_view body) {
  return wire_text::chunked(wire.head) + std::string(body);
}
std::string unlimited(const Wire& wire, std::string_view body) {
  return wire_text::unlimited(wire.head) + std::string(body);
}

// ---- a length, and fewer or more bytes ----

WireScript hang_mid_body(const Wire& wire) { return {Send{half(wire)}, Hang{}}; }
WireScript drip(const Wire& wire) { return {Send{wire.head}, Drip{wire.body, wire.time("tick_ms")}}; }
WireScript truncated_fin(const Wire& wire) { return {Send{half(wire)}, Fin{}}; }
WireScript truncated_rst(const Wire& wire) { return {Send{half(wire)}, Flush{}, Reset{}}; }
WireScript half_close(const Wire& wire) { return {Send{half(wire)}, HalfClose{}, Hang{}}; }
WireScript extra_bytes(const Wire& wire) { return {Send{wire.head + wire.body + "bytes that nobody asked for"}}; }

// ---- chunks ----

WireScript chunked_ok(const Wire& wire) {
  const auto first = wire.half_body();
  return {Send{chunked(wire, wire_text::chunk(first) + wire_text::chunk(wire.body.substr(first.size())) +
                                 std::string(wire_text::kLastChunk))}};
}
WireScript chunk_bad_size(const Wire& wire) { return {Send{chunked(wire, "zz\r\n" + wire.body + "\r\n")}, Fin{}}; }
WireScript chunk_huge_size(const Wire& wire) {
  return {Send{chunked(wire, std::string(18, 'f') + "\r\n" + wire.body + "\r\n")}, Fin{}};
}
WireScript chunk_short(const Wire& wire) {
  const auto whole = wire_text::chunk(wire.body);
  return {Send{chunked(wire, whole.substr(0, whole.find('\n') + 1) + wire.half_body())}, Fin{}};
}
WireScript chunk_no_terminator(const Wire& wire) { return {Send{chunked(wire, wire_text::chunk(wire.body))}, Fin{}}; }
WireScript chunk_hang(const Wire& wire) { return {Send{chunked(wire, wire_text::chunk(wire.half_body()))}, Hang{}}; }
WireScript chunk_garbage(const Wire& wire) { return {Send{chunked(wire, "no chunk at all\r\n")}, Fin{}}; }

// ---- no length: the connection's end is the body's ----

WireScript close_delimited(const Wire& wire) { return {Send{unlimited(wire, wire.body)}, Served{}, Fin{}}; }
WireScript close_delimited_truncated(const Wire& wire) { return {Send{unlimited(wire, wire.half_body())}, Fin{}}; }
WireScript close_delimited_rst(const Wire& wire) { return {Send{unlimited(wire, wire.half_body())}, Flush{}, Reset{}}; }

// ---- much ----

WireScript big(const Wire& wire) {
  const auto bytes = wire.count("bytes");
  if (bytes > wire.max_bytes) throw std::length_error("the answer exceeds max_response_bytes");
  WireScript script = {Send{wire_text::with_length(wire.head, std::to_string(bytes))}};
  append_repeated(script, "x", bytes);
  return script;
}
WireScript endless_body(const Wire& wire) {
  const auto piece = wire_text::chunk(std::string(wire.count("bytes"), 'x'));
  return {Send{wire_text::chunked(wire.head)}, Repeat{piece, wire.max_bytes / piece.size(), wire.time("tick_ms")},
          Fin{}};
}

// ---- the content is not what it says ----

void call_it_html(Response& response, const Occasion&) { response.content_type = "text/html"; }
void error_page(Response& response, const Occasion&) { response.body = "<html><h1>Bad Gateway</h1></html>\n"; }
void halve_body(Response& response, const Occasion&) { response.body.resize(response.body.size() / 2); }
void no_body(Response& response, const Occasion&) { response.body.clear(); }
void call_it_gzip(Response& response, const Occasion&) { response.headers.emplace_back("Content-Encoding", "gzip"); }
void bad_utf8(Response& response, const Occasion&) { response.body = "{\"name\":\"\xff\xc3\"}"; }

constexpr Parameter kTick[] = {milliseconds("tick_ms", "time from one byte to the next", 100)};
constexpr Parameter kBig[] = {
    {.name = "bytes", .meaning = "of the body", .fallback = 1 << 20, .lowest = 0, .highest = 1 << 30}};
constexpr Parameter kEndless[] = {
    milliseconds("tick_ms", "time from one chunk to the next", 50, 1),
    {.name = "bytes", .meaning = "of a chunk", .fallback = 1024, .lowest = 1, .highest = 64 << 10}};

constexpr Fault kRows[] = {
    {.id = "hang_mid_body",
     .level = kLevel,
     .meaning = "half the body, then silence",
     .how = "send, hang",
     .curl = {28, 200, 17},
     .script = hang_mid_body,
     .peers = "MockWebServer, Toxiproxy (timeout after data)"},
    {.id = "drip",
     .level = kLevel,
     .meaning = "one byte per tick, correct length: only a total deadline catches it",
     .how = "send, drip, keep",
     .curl = {28, 200, Seen::kSome},
     .parameters = kTick,
     .script = drip,
     .peers = "httpbin (/drip), WireMock (chunkedDribble), MockServer (chunkDelay), MockWebServer (throttleBody), "
              "Toxiproxy (slicer, bandwidth)"},
    {.id = "truncated_fin",
     .level = kLevel,
     .meaning = "half the body, then the end",
     .how = "send, fin",
     .curl = {18, 200, 17},
     .script = truncated_fin,
     .peers = "MockWebServer (DISCONNECT_DURING_RESPONSE_BODY), Toxiproxy (limit_data), MockServer"},
    {.id = "truncated_rst",
     .level = kLevel,
     .meaning = "half the body, then a reset",
     .how = "send, flush, rst",
     .curl = {56, 200, 17},
     .script = truncated_rst,
     .peers = "Toxiproxy"},
    {.id = "half_close",
     .level = kLevel,
     .meaning = "half the body, then the sending side closed, the socket kept",
     .how = "send, half_close, hang",
     .curl = {18, 200, 17},
     .script = half_close,
     .peers = "MockWebServer (SHUTDOWN_OUTPUT_AT_END)"},
    {.id = "extra_bytes",
     .level = kLevel,
     .meaning = "bytes after the body of a connection that is kept",
     .how = "send, keep",
     .curl = {0, 200, 34},
     .script = extra_bytes},
    {.id = "chunked_ok",
     .level = kLevel,
     .meaning = "two chunks (control case)",
     .how = "send, keep",
     .curl = {0, 200, 34},
     .script = chunked_ok,
     .peers = "httpbin, WireMock"},
    {.id = "chunk_bad_size",
     .level = kLevel,
     .meaning = "the chunk size \"zz\"",
     .how = "send, fin",
     .curl = {56, 200, 0},
     .script = chunk_bad_size,
     .peers = "WireMock (MALFORMED_RESPONSE_CHUNK), WireMock.Net"},
    {.id = "chunk_huge_size",
     .level = kLevel,
     .meaning = "a chunk size of 18 hex digits",
     .how = "send, fin",
     .curl = {56, 200, 0},
     .script = chunk_huge_size},
    {.id = "chunk_short",
     .level = kLevel,
     .meaning = "a chunk that promises all and gives half, then the end",
     .how = "send, fin",
     .curl = {18, 200, 17},
     .script = chunk_short},
    {.id = "chunk_no_terminator",
     .level = kLevel,
     .meaning = "no last chunk, but the end",
     .how = "send, fin",
     .curl = {18, 200, 34},
     .script = chunk_no_terminator},
    {.id = "chunk_hang",
     .level = kLevel,
     .meaning = "one chunk of half the body, then silence",
     .how = "send, hang",
     .curl = {28, 200, 17},
     .script = chunk_hang},
    {.id = "chunk_garbage",
     .level = kLevel,
     .meaning = "text where a chunk should be",
     .how = "send, fin",
     .curl = {56, 200, 0},
     .script = chunk_garbage,
     .peers = "WireMock, WireMock.Net"},
    {.id = "close_delimited",
     .level = kLevel,
     .meaning = "no length, the end of the connection is the body's (legal: control case)",
     .how = "send, fin",
     .curl = {0, 200, 34},
     .script = close_delimited},
    {.id = "close_delimited_truncated",
     .level = kLevel,
     .meaning = "the same with half the body: nothing but the content shows it",
     .how = "send, fin",
     .curl = {0, 200, 17},
     .script = close_delimited_truncated},
    {.id = "close_delimited_rst",
     .level = kLevel,
     .meaning = "the same with half the body and a reset",
     .how = "send, flush, rst",
     .curl = {56, 200, 17},
     .script = close_delimited_rst},
    {.id = "wrong_content_type",
     .level = kLevel,
     .meaning = "JSON sent as text/html",
     .how = "send, keep",
     .curl = {0, 200, 34},
     .alter = call_it_html,
     .script = send_all,
     .peers = "all that set headers"},
    {.id = "html_error_200",
     .level = kLevel,
     .meaning = "an error page as 200 application/json",
     .how = "send, keep",
     .curl = {0, 200, 34},
     .alter = error_page,
     .script = send_all,
     .peers = "all"},
    {.id = "invalid_json",
     .level = kLevel,
     .meaning = "half a JSON, correct length",
     .how = "send, keep",
     .curl = {0, 200, 17},
     .alter = halve_body,
     .script = send_all,
     .peers = "all"},
    {.id = "empty_200",
     .level = kLevel,
     .meaning = "200 with no body",
     .how = "send, keep",
     .curl = {0, 200, 0},
     .alter = no_body,
     .script = send_all,
     .peers = "all"},
    {.id = "bad_gzip",
     .level = kLevel,
     .meaning = "Content-Encoding: gzip on plain bytes",
     .how = "send, keep",
     .curl = {61, 200, 34},
     .ask = Ask::kCompressed,
     .alter = call_it_gzip,
     .script = send_all},
    {.id = "bad_utf8",
     .level = kLevel,
     .meaning = "a string that is no UTF-8",
     .how = "send, keep",
     .curl = {0, 200, 13},
     .alter = bad_utf8,
     .script = send_all},
    {.id = "big",
     .level = kLevel,
     .meaning = "a large body",
     .how = "send, repeat, keep",
     .curl = {0, 200, 1 << 20},
     .parameters = kBig,
     .script = big,
     .peers = "httpbin (/bytes)"},
    {.id = "endless_body",
     .level = kLevel,
     .meaning = "chunks without end",
     .how = "send, repeat up to max_response_bytes, fin",
     .curl = {28, 200, Seen::kSome},
     .parameters = kEndless,
     .script = endless_body,
     .peers = "httpbin (/stream-bytes, bounded)"},
};

}  // namespace

std::span<const Fault> body() { return kRows; }

}  // namespace mock_server::fault_rows
