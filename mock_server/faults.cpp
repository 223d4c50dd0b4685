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
WireScript truncated_fin(const Wire& wire) { return {Send{wire.head + wire.half_body()}, Fin{}}; }
WireScript truncated_rst(const Wire& wire) { return {Send{wire.head + wire.half_body()}, Flush{}, Reset{}}; }

void halve_body(Response& response) { response.body.resize(response.body.size() / 2); }
void call_it_html(Response& response) { response.content_type = "text/html"; }

// clang-format off
constexpr auto kFaults = std::to_array<Fault>({
//   id                    level       meaning                                  how                  curl                      alter         script
    {"ok",                 "response", "a good answer",                         "send",              {0, 200, 34},            nullptr,      send_all},
    {"delay",              "response", "late but complete",                     "pause, send",       {0, 200, 34},            nullptr,      send_all},
    {"status",             "status",   "4xx or 5xx on demand",                  "send",              {0, 503, 20},            nullptr,      send_all},
    {"refused",            "connect",  "nothing listens on the port",           "bind, no listen",   {7, 0, 0},               nullptr,      nullptr},
    {"accept_hang",        "connect",  "accepted, never answered",              "accept, hang",      {28, 0, 0},              nullptr,      nullptr},
    {"hang",               "response", "silence instead of an answer",          "hang",              {28, 0, 0},              nullptr,      hang},
    {"fin",                "response", "closed without a byte",                 "fin",               {52, 0, 0},              nullptr,      fin},
    {"rst",                "response", "reset without a byte",                  "rst",               {56, 0, 0},              nullptr,      rst},
    {"hang_after_headers", "header",   "headers, and the body never comes",     "send, hang",        {28, 200, 0},            nullptr,      hang_after_headers},
    {"hang_mid_body",      "body",     "half the body, then silence",           "send, hang",        {28, 200, 17},           nullptr,      hang_mid_body},
    {"drip",               "body",     "one byte per tick, correct length: only a total deadline catches it",
                                                                                "send, drip",        {28, 200, Seen::kSome},  nullptr,      drip},
    {"truncated_fin",      "body",     "half the body, then the end",           "send, fin",         {18, 200, 17},           nullptr,      truncated_fin},
    {"truncated_rst",      "body",     "half the body, then a reset",           "send, flush, rst",  {56, 200, 17},           nullptr,      truncated_rst},
    {"invalid_json",       "body",     "half a JSON, correct length",           "send",              {0, 200, 17},            halve_body,   send_all},
    {"wrong_content_type", "body",     "JSON sent as text/html",                "send",              {0, 200, 34},            call_it_html, send_all},
});
// clang-format on

}  // namespace

std::span<const Fault> faults() { return kFaults; }

const Fault* find_fault(std::string_view id) {
  const auto found = std::ranges::find(kFaults, id, &Fault::id);
  return found == kFaults.end() ? nullptr : &*found;
}

}  // namespace mock_server
