// Header level: a head that stops, never stops, or is none.
#include "mock_server/fault_rows.hpp"
#include "mock_server/wire_text.hpp"

namespace mock_server::fault_rows {

namespace {

using namespace step;

constexpr std::string_view kLevel = "header";

/// The head without its last line end, so that headers can follow.
std::string unfinished(const Wire& wire) { return wire.head.substr(0, wire.head.size() - 2); }

WireScript with_line(const Wire& wire, std::string_view line) {
  return {Send{wire_text::with(wire.head, line) + wire.body}};
}

WireScript with_status_line(const Wire& wire, std::string_view line) {
  return {Send{wire_text::with_status_line(wire.head, line) + wire.body}, Fin{}};
}

// ---- stops ----

WireScript hang_mid_status(const Wire& wire) {
  constexpr std::size_t kUpToTheStatus = 10;  // "HTTP/1.1 2"
  return {Send{wire.head.substr(0, kUpToTheStatus)}, Hang{}};
}
WireScript hang_mid_headers(const Wire& wire) { return {Send{wire_text::up_to_mid_header(wire.head)}, Hang{}}; }
WireScript hang_after_headers(const Wire& wire) { return {Send{wire.head}, Hang{}}; }
WireScript fin_mid_headers(const Wire& wire) { return {Send{wire_text::up_to_mid_header(wire.head)}, Fin{}}; }
WireScript rst_mid_headers(const Wire& wire) {
  return {Send{wire_text::up_to_mid_header(wire.head)}, Flush{}, Reset{}};
}
WireScript fin_after_headers(const Wire& wire) { return {Send{wire.head}, Fin{}}; }

// ---- never stops, or is too much ----

WireScript drip_headers(const Wire& wire) { return {Drip{wire.head, wire.time("tick_ms")}, Send{wire.body}}; }

WireScript endless_headers(const Wire& wire) {
  const std::string line = "X-Endless: and one more\r\n";
  return {Send{unfinished(wire)}, Repeat{line, wire.max_bytes / line.size(), wire.time("tick_ms")}, Fin{}};
}

WireScript oversized_header(const Wire& wire) {
  WireScript script = {Send{unfinished(wire) + "X-Oversized: "}};
  append_repeated(script, "x", wire.count("bytes"));
  script.emplace_back(Send{"\r\n\r\n" + wire.body});
  return script;
}

WireScript many_headers(const Wire& wire) {
  WireScript script = {Send{unfinished(wire)}};
  append_repeated(script, "X-Many: 1\r\n", wire.count("n"));
  script.emplace_back(Send{"\r\n" + wire.body});
  return script;
}

// ---- is none, or a strange one ----

WireScript garbage(const Wire& wire) {
  constexpr std::size_t kBytes = 64;
  auto draws = wire.draws;
  std::string bytes = "\xff";  // so that it can be nothing else by accident
  while (bytes.size() < kBytes) bytes += static_cast<char>(draws.next());
  return {Send{bytes}, Fin{}};
}
WireScript text_garbage(const Wire&) { return {Send{"a line of text, and no answer of HTTP\r\n"}, Fin{}}; }
WireScript bad_version(const Wire& wire) {
  return with_status_line(wire, "HTTP/9.9 " + wire_text::status_of(wire.head) + " OK");
}
WireScript bad_status_line(const Wire& wire) { return with_status_line(wire, "HTTP/1.1 abc OK"); }
WireScript no_reason(const Wire& wire) {
  return {
      Send{wire_text::with_status_line(wire.head, "HTTP/1.1 " + wire_text::status_of(wire.head) + " ") + wire.body}};
}
WireScript http10(const Wire& wire) {
  const auto line = "HTTP/1.0 " + wire_text::status_of(wire.head) + " OK";
  const auto head = wire_text::without(wire_text::unlimited(wire.head), "Connection");
  return {Send{wire_text::with_status_line(head, line) + wire.body}, Served{}, Fin{}};
}
WireScript header_no_colon(const Wire& wire) { return with_line(wire, "X-This-Line-Has-No-Colon"); }
WireScript lf_only(const Wire& wire) {
  auto head = wire.head;
  std::erase(head, '\r');
  return {Send{head + wire.body}, Fin{}};
}
WireScript nul_in_header(const Wire& wire) {
  return {Send{wire_text::with(wire.head, std::string_view("X-Nul: a\0b", 10)) + wire.body}, Fin{}};
}
WireScript cl_duplicate_differ(const Wire& wire) {
  const auto other = "Content-Length: " + std::to_string(wire.half_body().size());
  return {Send{wire_text::with(wire.head, other) + wire.body}, Fin{}};
}
WireScript cl_negative(const Wire& wire) { return {Send{wire_text::with_length(wire.head, "-5") + wire.body}, Fin{}}; }
WireScript cl_and_te(const Wire& wire) {
  return {Send{wire_text::with(wire.head, "Transfer-Encoding: chunked") + wire_text::chunk(wire.body) +
               std::string(wire_text::kLastChunk)},
          Fin{}};
}

// ---- 1xx ----

constexpr std::string_view kProcessing = "HTTP/1.1 102 Processing\r\n\r\n";

WireScript interim_then_200(const Wire& wire) {
  const std::string interim =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n";
  return {Send{interim + wire.head + wire.body}};
}
WireScript interim_flood(const Wire& wire) {
  WireScript script;
  append_repeated(script, kProcessing, wire.count("n"));
  script.emplace_back(Send{wire.head + wire.body});
  return script;
}
WireScript interim_then_hang(const Wire&) { return {Send{std::string(kProcessing)}, Hang{}}; }
WireScript unexpected_101(const Wire&) {
  return {Send{"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"}, Hang{}};
}

constexpr Parameter kTick[] = {milliseconds("tick_ms", "time from one byte to the next", 100)};
constexpr Parameter kEndless[] = {milliseconds("tick_ms", "time from one header to the next", 50, 1)};
constexpr Parameter kOversized[] = {
    {.name = "bytes", .meaning = "of the header", .fallback = 256 << 10, .lowest = 1, .highest = 64 << 20}};
constexpr Parameter kMany[] = {
    {.name = "n", .meaning = "number of headers", .fallback = 10'000, .lowest = 1, .highest = 1'000'000}};
constexpr Parameter kFlood[] = {
    {.name = "n", .meaning = "number of interim answers", .fallback = 1'000, .lowest = 1, .highest = 1'000'000}};

constexpr Fault kRows[] = {
    {.id = "hang_mid_status",
     .level = kLevel,
     .meaning = "part of the status line, then silence",
     .how = "send, hang",
     .curl = {28, 0, 0},
     .script = hang_mid_status},
    {.id = "hang_mid_headers",
     .level = kLevel,
     .meaning = "part of a header, then silence",
     .how = "send, hang",
     .curl = {28, 200, 0},
     .script = hang_mid_headers},
    {.id = "hang_after_headers",
     .level = kLevel,
     .meaning = "headers, and the body never comes",
     .how = "send, hang",
     .curl = {28, 200, 0},
     .script = hang_after_headers,
     .peers = "MockWebServer (bodyDelay)"},
    {.id = "drip_headers",
     .level = kLevel,
     .meaning = "one byte of the head per tick: no timeout per read ever fires",
     .how = "drip, send, keep",
     .curl = {28, 0, 0},
     .parameters = kTick,
     .script = drip_headers,
     .peers = "Toxiproxy (slicer)"},
    {.id = "endless_headers",
     .level = kLevel,
     .meaning = "headers without end",
     .how = "send, repeat up to max_response_bytes, fin",
     .curl = {28, 200, 0},
     .parameters = kEndless,
     .script = endless_headers},
    {.id = "fin_mid_headers",
     .level = kLevel,
     .meaning = "closed inside the headers",
     .how = "send, fin",
     .curl = {0, 200, 0},
     .script = fin_mid_headers,
     .peers = "Toxiproxy (limit_data)"},
    {.id = "rst_mid_headers",
     .level = kLevel,
     .meaning = "reset inside the headers",
     .how = "send, flush, rst",
     .curl = {56, 200, 0},
     .script = rst_mid_headers,
     .peers = "Toxiproxy"},
    {.id = "fin_after_headers",
     .level = kLevel,
     .meaning = "a length promised, no body, closed",
     .how = "send, fin",
     .curl = {18, 200, 0},
     .script = fin_after_headers,
     .peers = "Toxiproxy, MockWebServer"},
    {.id = "garbage",
     .level = kLevel,
     .meaning = "random bytes, drawn from the seed, the key and the attempt",
     .how = "send, fin",
     .curl = {1, 0, 0},
     .script = garbage,
     .peers = "WireMock, WireMock.Net, Mountebank, MockServer, pytest-httpserver"},
    {.id = "text_garbage",
     .level = kLevel,
     .meaning = "a line of text instead of an answer",
     .how = "send, fin",
     .curl = {1, 0, 0},
     .script = text_garbage,
     .peers = "WireMock"},
    {.id = "bad_version",
     .level = kLevel,
     .meaning = "HTTP/9.9",
     .how = "send, fin",
     .curl = {1, 0, 0},
     .script = bad_version,
     .peers = "MockServer (responseBytes)"},
    {.id = "bad_status_line",
     .level = kLevel,
     .meaning = "the status \"abc\"",
     .how = "send, fin",
     .curl = {1, 0, 0},
     .script = bad_status_line,
     .peers = "MockServer (responseBytes)"},
    {.id = "no_reason",
     .level = kLevel,
     .meaning = "no reason phrase (legal: control case)",
     .how = "send, keep",
     .curl = {0, 200, 34},
     .script = no_reason},
    {.id = "http10",
     .level = kLevel,
     .meaning = "HTTP/1.0 without a length (legal: control case)",
     .how = "send, fin",
     .curl = {0, 200, 34},
     .script = http10},
    {.id = "header_no_colon",
     .level = kLevel,
     .meaning = "a header line without a colon",
     .how = "send, keep",
     .curl = {8, 200, 0},
     .script = header_no_colon,
     .peers = "MockServer (responseBytes)"},
    {.id = "oversized_header",
     .level = kLevel,
     .meaning = "one very long header",
     .how = "send, repeat, send, keep",
     .curl = {27, 200, 0},
     .parameters = kOversized,
     .script = oversized_header},
    {.id = "many_headers",
     .level = kLevel,
     .meaning = "very many headers",
     .how = "send, repeat, send, keep",
     .curl = {0, 200, 34},
     .parameters = kMany,
     .script = many_headers},
    {.id = "lf_only",
     .level = kLevel,
     .meaning = "bare LF line ends",
     .how = "send, fin",
     .curl = {0, 200, 34},
     .script = lf_only},
    {.id = "nul_in_header",
     .level = kLevel,
     .meaning = "a NUL byte in a header",
     .how = "send, fin",
     .curl = {8, 200, 0},
     .script = nul_in_header},
    {.id = "cl_duplicate_differ",
     .level = kLevel,
     .meaning = "two different Content-Length",
     .how = "send, fin",
     .curl = {0, 200, 17},
     .script = cl_duplicate_differ},
    {.id = "cl_negative",
     .level = kLevel,
     .meaning = "Content-Length: -5",
     .how = "send, fin",
     .curl = {8, 200, 0},
     .script = cl_negative,
     .peers = "MockServer (contentLengthHeaderOverride)"},
    {.id = "cl_and_te",
     .level = kLevel,
     .meaning = "Content-Length and chunked at once",
     .how = "send, fin",
     .curl = {0, 200, 34},
     .script = cl_and_te},
    {.id = "1xx_then_200",
     .level = kLevel,
     .meaning = "100, 103, then the answer (legal)",
     .how = "send, keep",
     .curl = {0, 200, 34},
     .script = interim_then_200,
     .peers = "Mockttp (informational)"},
    {.id = "1xx_flood",
     .level = kLevel,
     .meaning = "very many 102, then the answer",
     .how = "repeat, send, keep",
     .curl = {0, 200, 34},
     .parameters = kFlood,
     .script = interim_flood},
    {.id = "1xx_then_hang",
     .level = kLevel,
     .meaning = "102, then silence",
     .how = "send, hang",
     .curl = {28, 102, 0},
     .script = interim_then_hang},
    {.id = "101_unexpected",
     .level = kLevel,
     .meaning = "101, which nobody asked for",
     .how = "send, hang",
     .curl = {28, 101, 0},
     .script = unexpected_101},
};

}  // namespace

std::span<const Fault> header() { return kRows; }

}  // namespace mock_server::fault_rows
