#include "mock_server/faults.hpp"

#include <algorithm>
#include <array>

namespace mock_server {

namespace {

using namespace step;

WireScript send_all(const Wire& wire) { return {Send{wire.head + wire.body}}; }
WireScript hang(const Wire&) { return {Hang{}}; }
WireScript fin(const Wire&) { return {Fin{}}; }
WireScript rst(const Wire&) { return {Reset{}}; }
WireScript hang_after_headers(const Wire& wire) { return {Send{wire.head}, Hang{}}; }
WireScript hang_mid_body(const Wire& wire) { return {Send{wire.head + wire.half_body()}, Hang{}}; }
WireScript drip(const Wire& wire) { return {Send{wire.head}, Drip{wire.body, wire.tick}}; }
WireScript truncated(const Wire& wire) { return {Send{wire.head + wire.half_body()}, Fin{}}; }
WireScript truncated_rst(const Wire& wire) { return {Send{wire.head + wire.half_body()}, Flush{}, Reset{}}; }

void halve_body(Response& response) { response.body.resize(response.body.size() / 2); }
void call_it_html(Response& response) { response.content_type = "text/html"; }

// id, level, meaning, how, example, {curl exit, status, bytes}, alter, script
constexpr auto kFaults = std::to_array<Fault>({
    {"ok", "response", "a good answer", "send", "/ok", {0, 200, 34}, nullptr, send_all},
    {"delay", "response", "late but complete", "pause, send", "/delay/200", {0, 200, 34}, nullptr, send_all},
    {"status", "status", "4xx or 5xx on demand", "send", "/status/503", {0, 503, 20}, nullptr, send_all},
    {"refused", "connect", "nothing listens", "bind, never listen", "", {7, 0, 0}, nullptr, nullptr},
    {"accept_hang", "connect", "accepted, never answered", "accept, hang", "", {28, 0, 0}, nullptr, nullptr},
    {"hang", "response", "silence instead of an answer", "hang", "/hang", {28, 0, 0}, nullptr, hang},
    {"fin", "response", "closed without a byte", "fin", "/fin", {52, 0, 0}, nullptr, fin},
    {"rst", "response", "reset without a byte", "rst", "/rst", {56, 0, 0}, nullptr, rst},
    {"hang_after_headers",
     "header",
     "headers complete, the body never comes",
     "send, hang",
     "/hang-after-headers",
     {28, 200, 0},
     nullptr,
     hang_after_headers},
    {"hang_mid_body",
     "body",
     "half the body, then silence",
     "send, hang",
     "/hang-mid-body",
     {28, 200, 17},
     nullptr,
     hang_mid_body},
    {"drip",
     "body",
     "one byte per tick, correct length: only a total deadline catches it",
     "send, drip",
     "/drip",
     {28, 200, 15},
     nullptr,
     drip},
    {"truncated",
     "body",
     "the length promises more than comes before the end",
     "send, fin",
     "/truncated",
     {18, 200, 17},
     nullptr,
     truncated},
    {"truncated_rst",
     "body",
     "half the body, then a reset",
     "send, flush, rst",
     "/truncated-rst",
     {56, 200, 17},
     nullptr,
     truncated_rst},
    {"invalid_json",
     "body",
     "half a JSON, correct length",
     "send",
     "/invalid-json",
     {0, 200, 17},
     halve_body,
     send_all},
    {"wrong_content_type",
     "body",
     "JSON sent as text/html",
     "send",
     "/wrong-content-type",
     {0, 200, 34},
     call_it_html,
     send_all},
});

}  // namespace

std::span<const Fault> faults() { return kFaults; }

const Fault* find_fault(std::string_view id) {
  const auto found = std::ranges::find(kFaults, id, &Fault::id);
  return found == kFaults.end() ? nullptr : &*found;
}

}  // namespace mock_server
