// Redirects. Where a chain stands is in the query of its own path, so that any route can have one and nothing has to
// be remembered.
#include <charconv>

#include "mock_server/exchange.hpp"
#include "mock_server/fault_rows.hpp"

namespace mock_server::fault_rows {

namespace {

constexpr std::string_view kLevel = "redirect";

/// The request's own word if it has one, else the argument.
double told(const Occasion& occasion, std::string_view name) {
  const auto text = occasion.request.query_value(name).value_or("");
  unsigned long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = !text.empty() && error == std::errc() && end == text.data() + text.size();
  return is_number ? static_cast<double>(value) : occasion.number(name);
}

void redirect(Response& response, int status) {
  response.status = status;
  response.body.clear();
}

void redirect_to(Response& response, int status, std::string where) {
  redirect(response, status);
  response.headers.emplace_back("Location", std::move(where));
}

std::string path_of(const Request& request) { return request.target.substr(0, request.target.find('?')); }

void redirect_loop(Response& response, const Occasion& occasion) {
  redirect_to(response, 302, occasion.request.target);
}

void redirect_chain(Response& response, const Occasion& occasion) {
  const auto hops = static_cast<long>(told(occasion, "hops"));
  if (hops <= 0) return;
  redirect_to(response, 302, path_of(occasion.request) + "?hops=" + std::to_string(hops - 1));
}

void redirect_no_location(Response& response, const Occasion&) { redirect(response, 302); }

/// Method and body of a request, as a number that is not 0.
std::uint64_t fingerprint(const Request& request) {
  constexpr std::uint64_t kBits = 0xffff'ffff;
  return (stable_hash(request.method + "\n" + request.body) & kBits) | 1;
}

void redirect_307_post(Response& response, const Occasion& occasion) {
  const auto sent = fingerprint(occasion.request);
  const auto kept = static_cast<std::uint64_t>(told(occasion, "kept"));
  if (kept == 0) return redirect_to(response, 307, path_of(occasion.request) + "?kept=" + std::to_string(sent));
  if (kept == sent) return;
  response.status = 400;
  response.body = Json{{"error", "a 307 keeps method and body; these are others: " + occasion.request.method + ", " +
                                     std::to_string(occasion.request.body.size()) + " bytes"}}
                      .dump();
}

constexpr Parameter kHops[] = {{.name = "hops",
                                .meaning = "redirects before the answer",
                                .fallback = 3,
                                .lowest = 0,
                                .highest = 1'000'000,
                                .place = Parameter::Place::kPath}};
constexpr Parameter kKept[] = {{.name = "kept",
                                .meaning = "written by the redirect itself: a hash of method and body",
                                .fallback = 0,
                                .lowest = 0,
                                .highest = 0xffff'ffff}};

constexpr Fault kRows[] = {
    {.id = "redirect_loop",
     .level = kLevel,
     .meaning = "302 to itself",
     .how = "send, keep",
     .curl = {47, 302, 0},
     .ask = Ask::kFollow,
     .alter = redirect_loop,
     .script = send_all,
     .peers = "httpbin (bounded)"},
    {.id = "redirect_chain",
     .level = kLevel,
     .meaning = "several 302, then the answer",
     .how = "send, keep",
     .curl = {0, 200, 34},
     .ask = Ask::kFollow,
     .parameters = kHops,
     .alter = redirect_chain,
     .script = send_all,
     .peers = "httpbin (/redirect/n)"},
    {.id = "redirect_no_location",
     .level = kLevel,
     .meaning = "302 without Location",
     .how = "send, keep",
     .curl = {0, 302, 0},
     .ask = Ask::kFollow,
     .alter = redirect_no_location,
     .script = send_all},
    {.id = "redirect_307_post",
     .level = kLevel,
     .meaning = "307 that must keep method and body; 400 if it did not",
     .how = "send, keep",
     .curl = {0, 200, 34},
     .ask = Ask::kFollowPost,
     .parameters = kKept,
     .alter = redirect_307_post,
     .script = send_all},
};

}  // namespace

std::span<const Fault> redirect() { return kRows; }

}  // namespace mock_server::fault_rows
