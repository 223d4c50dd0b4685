// Response level: whether an answer comes at all, and when.
#include "mock_server/delay.hpp"
#include "mock_server/fault_rows.hpp"

namespace mock_server::fault_rows {

namespace {

using namespace step;

constexpr std::string_view kLevel = "response";

WireScript hang(const Wire&) { return {Hang{}}; }
WireScript fin(const Wire&) { return {Fin{}}; }
WireScript rst(const Wire&) { return {Reset{}}; }
WireScript fin_after(const Wire& wire) { return {Pause{wire.time("ms")}, Fin{}}; }
WireScript rst_after(const Wire& wire) { return {Pause{wire.time("ms")}, Reset{}}; }
WireScript delay(const Wire& wire) { return {Pause{wire.time("ms")}, Send{wire.head + wire.body}}; }
WireScript lognormal(const Wire& wire) {
  const auto delay = Delay::lognormal(wire.time("median_ms"), wire.number("sigma"));
  return {Pause{delay.draw(wire.draws)}, Send{wire.head + wire.body}};
}

constexpr Parameter kUntilTheEnd[] = {milliseconds("ms", "time until the end", 200)};
constexpr Parameter kDelay[] = {{.name = "ms",
                                 .meaning = "time until the answer",
                                 .fallback = 200,
                                 .lowest = 0,
                                 .highest = kDayMs,
                                 .kind = Parameter::Kind::kFractions,
                                 .place = Parameter::Place::kPath}};
constexpr Parameter kLognormal[] = {milliseconds("median_ms", "half of the answers come earlier", 50, 0.001),
                                    {.name = "sigma",
                                     .meaning = "standard deviation of the time's logarithm",
                                     .fallback = 1,
                                     .lowest = 0,
                                     .highest = 10,
                                     .kind = Parameter::Kind::kFractions}};

constexpr Fault kRows[] = {
    {.id = "ok",
     .level = kLevel,
     .meaning = "a good answer (control case)",
     .how = "send, keep",
     .curl = {0, 200, 34},
     .script = send_all,
     .peers = "all"},
    {.id = "delay",
     .level = kLevel,
     .meaning = "late but complete",
     .how = "pause, send, keep",
     .curl = {0, 200, 34},
     .parameters = kDelay,
     .script = delay,
     .peers = "all"},
    {.id = "lognormal",
     .level = kLevel,
     .meaning = "latency with a long tail, drawn from the seed, the key and the attempt",
     .how = "pause, send, keep",
     .curl = {0, 200, 34},
     .parameters = kLognormal,
     .script = lognormal,
     .peers = "WireMock, MockServer, Hoverfly; Toxiproxy has uniform jitter"},
    {.id = "hang",
     .level = kLevel,
     .meaning = "silence instead of an answer",
     .how = "hang",
     .curl = {28, 0, 0},
     .script = hang,
     .peers = "Mockttp (thenTimeout), MockWebServer (NO_RESPONSE), msw (infinite), Toxiproxy (timeout 0)"},
    {.id = "fin",
     .level = kLevel,
     .meaning = "closed without a byte",
     .how = "fin",
     .curl = {52, 0, 0},
     .script = fin,
     .peers = "WireMock (EMPTY_RESPONSE), Mockttp (thenCloseConnection), MockServer (dropConnection), MockWebServer"},
    {.id = "rst",
     .level = kLevel,
     .meaning = "reset without a byte",
     .how = "rst",
     .curl = {56, 0, 0},
     .script = rst,
     .peers = "WireMock, Mockttp, Toxiproxy; Mountebank has the name but sends FIN"},
    {.id = "fin_after",
     .level = kLevel,
     .meaning = "closed late, without a byte",
     .how = "pause, fin",
     .curl = {52, 0, 0},
     .parameters = kUntilTheEnd,
     .script = fin_after,
     .peers = "Toxiproxy (timeout n), MockServer (closeSocketDelay)"},
    {.id = "rst_after",
     .level = kLevel,
     .meaning = "reset late, without a byte",
     .how = "pause, rst",
     .curl = {56, 0, 0},
     .parameters = kUntilTheEnd,
     .script = rst_after,
     .peers = "Toxiproxy (reset_peer timeout)"},
};

}  // namespace

std::span<const Fault> response() { return kRows; }

}  // namespace mock_server::fault_rows
