// Status level: the answer is complete, and says no.
#include <chrono>

#include "mock_server/fault_rows.hpp"
#include "mock_server/http_date.hpp"
#include "mock_server/wire_text.hpp"

namespace mock_server::fault_rows {

namespace {

using namespace step;

constexpr std::string_view kLevel = "status";

/// Keeps a body that the route has given.
void set_status(Response& response, int code) {
  response.status = code;
  if (code >= 400 && response.body == Response{}.body) response.body = error_body(code);
}

void status(Response& response, const Occasion& occasion) {
  set_status(response, static_cast<int>(occasion.number("code")));
}

void retry_after(Response& response, int code, std::string when) {
  set_status(response, code);
  response.headers.emplace_back("Retry-After", std::move(when));
}

long long seconds(const Occasion& occasion) { return static_cast<long long>(occasion.number("seconds")); }

void retry_after_seconds(Response& response, const Occasion& occasion) {
  retry_after(response, 429, std::to_string(seconds(occasion)));
}
void retry_after_date(Response& response, const Occasion& occasion) {
  retry_after(response, 503, http_date(std::chrono::system_clock::now() + std::chrono::seconds(seconds(occasion))));
}
void retry_after_bad(Response& response, const Occasion&) { retry_after(response, 429, "soon"); }
void status_999(Response& response, const Occasion&) {
  response.status = 999;
  response.body.clear();
}

WireScript no_content_with_body(const Wire& wire) {
  return {Send{wire_text::with_status_line(wire.head, "HTTP/1.1 204 No Content") + wire.body}, Fin{}};
}

constexpr Parameter kStatus[] = {{.name = "code",
                                  .meaning = "of the answer",
                                  .fallback = 503,
                                  .lowest = 200,
                                  .highest = 999,
                                  .place = Parameter::Place::kPath}};
constexpr Parameter kSeconds[] = {
    {.name = "seconds", .meaning = "to wait from now", .fallback = 1, .lowest = 0, .highest = 86'400}};

constexpr Fault kRows[] = {
    {.id = "status",
     .level = kLevel,
     .meaning = "4xx or 5xx on demand",
     .how = "send, keep",
     .curl = {0, 503, 20},
     .parameters = kStatus,
     .alter = status,
     .script = send_all,
     .peers = "all"},
    {.id = "retry_after_seconds",
     .level = kLevel,
     .meaning = "429 and Retry-After in seconds",
     .how = "send, keep",
     .curl = {0, 429, 20},
     .parameters = kSeconds,
     .alter = retry_after_seconds,
     .script = send_all,
     .peers = "all (as a header)"},
    {.id = "retry_after_date",
     .level = kLevel,
     .meaning = "503 and Retry-After as a date",
     .how = "send, keep",
     .curl = {0, 503, 20},
     .parameters = kSeconds,
     .alter = retry_after_date,
     .script = send_all},
    {.id = "retry_after_bad",
     .level = kLevel,
     .meaning = "429 and Retry-After: soon",
     .how = "send, keep",
     .curl = {0, 429, 20},
     .alter = retry_after_bad,
     .script = send_all},
    {.id = "204_with_body",
     .level = kLevel,
     .meaning = "204 that carries a body",
     .how = "send, fin",
     .curl = {0, 204, 0},
     .script = no_content_with_body},
    {.id = "status_999",
     .level = kLevel,
     .meaning = "a status outside 100..599",
     .how = "send, keep",
     .curl = {0, 999, 0},
     .alter = status_999,
     .script = send_all},
};

}  // namespace

std::span<const Fault> status() { return kRows; }

}  // namespace mock_server::fault_rows
