#include "mock_server/control/control.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

#include "mock_server/control/access.hpp"
#include "mock_server/control/replies.hpp"
#include "mock_server/expectation/read.hpp"
#include "mock_server/journal_json.hpp"
#include "mock_server/timeline/svg_view.hpp"
#include "mock_server/timeline/text_view.hpp"

namespace mock_server::control {

namespace {

constexpr const char* kShutdownPath = "/shutdown";

Options own_options(std::uint16_t port, std::function<void()> on_shutdown) {
  Options options;
  options.port = port;
  options.max_connections = 256;
  options.max_journal_exchanges = 100;
  options.on_exchange = [on_shutdown = std::move(on_shutdown)](const Exchange& exchange, Change change) {
    // Not before the answer is with the kernel.
    if (change == Change::kEnded && exchange.request.path == kShutdownPath && exchange.status == 200) on_shutdown();
  };
  return options;
}

std::optional<std::uint64_t> to_number(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string help_text(const std::string& url, const std::string& served) {
  return "The control interface of the mock server at " + served + "\n\n" + "what is served now            curl " +
         url + "scenario\n" + "replace it                    curl -T scenario.json " + url + "scenario\n" +
         "begin it anew                 curl -X POST " + url + "reset\n" + "what has happened             curl " + url +
         "journal\n" + "  only one path               curl '" + url + "journal?path=/hang'\n" +
         "  only from a sequence on     curl '" + url + "journal?since=7'\n" + "  only what is open           curl '" +
         url + "journal?open=1'\n" + "forget what has happened      curl -X DELETE " + url + "journal\n" +
         "judge what has happened       curl --data-binary @expectations.json " + url + "verify\n" +
         "show it on a time axis        curl " + url + "timeline\n" + "  as a picture                curl " + url +
         "timeline.svg\n" + "stop the server               curl -X POST " + url + "shutdown\n";
}

}  // namespace

Control::Control(Server& server, Installation& installation, std::uint16_t port, std::function<void()> on_shutdown)
    : server_(server), installation_(installation), own_(own_options(port, std::move(on_shutdown))) {
  serve("GET", "/", &Control::help);
  serve("GET", "/scenario", &Control::get_scenario);
  serve("PUT", "/scenario", &Control::put_scenario);
  serve("POST", "/reset", &Control::reset);
  serve("GET", "/journal", &Control::get_journal);
  serve("DELETE", "/journal", &Control::delete_journal);
  serve("POST", "/verify", &Control::verify);
  serve("GET", "/timeline", &Control::timeline_text);
  serve("GET", "/timeline.svg", &Control::timeline_svg);
  serve("POST", kShutdownPath, &Control::shutdown);
}

void Control::serve(const std::string& method, const std::string& path, Endpoint endpoint) {
  own_.on(method, path).answer([this, endpoint](const Request& request) {
    if (const auto why = why_refused(request, port())) return error_reply(403, *why);
    return (this->*endpoint)(request);
  });
}

Journal::Exchanges Control::exchanges() const {
  auto all = server_.journal().snapshot();
  std::erase_if(all, [first = first_.load()](const Exchange& exchange) { return exchange.sequence < first; });
  return all;
}

Response Control::help(const Request&) { return text_reply(help_text(url(), server_.url())); }

Response Control::get_scenario(const Request&) {
  const auto text = installation_.text();
  if (text.empty()) return error_reply(404, "no scenario is installed: the server serves its catalogue");
  return text_reply(text, "application/json");
}

Response Control::put_scenario(const Request& request) {
  const auto problems = installation_.install(request.body, "scenario");
  if (!problems.empty()) return problems_reply(request, problems);
  return json_reply(200, {{"ok", true}});
}

Response Control::reset(const Request& request) {
  installation_.reset();
  if (request.query_value("keep_journal").value_or("0") == "0") delete_journal(request);
  return json_reply(200, {{"ok", true}});
}

Response Control::get_journal(const Request& request) {
  const auto path = request.query_value("path");
  const auto since = to_number(request.query_value("since").value_or("0"));
  if (!since) return error_reply(400, "\"since\" is no sequence number");
  const bool only_open = request.query_value("open").value_or("0") != "0";
  std::string lines;
  for (const auto& exchange : exchanges()) {
    if (exchange.sequence < *since || (only_open && !exchange.is_open())) continue;
    if (path && exchange.request.path != *path) continue;
    lines += to_json_line(exchange);
  }
  return text_reply(std::move(lines), "application/x-ndjson");
}

Response Control::delete_journal(const Request&) {
  const auto all = server_.journal().snapshot();
  if (!all.empty()) first_ = all.back().sequence + 1;
  return json_reply(200, {{"ok", true}});
}

Response Control::verify(const Request& request) {
  const auto expectations = parse_expectations(request.body, "expectations");
  if (!expectations) return problems_reply(request, expectations.error());
  const auto all = exchanges();
  Json failed = Json::array();
  std::string text;
  for (const auto& [expectation, line] : *expectations) {
    const auto verdict = check(expectation, all);
    if (verdict.holds) continue;
    const auto explanation = explain(verdict);
    text += "expectations:" + std::to_string(line) + "\n" + explanation + "\n";
    failed.push_back(
        {{"line", line}, {"expected", verdict.expected}, {"got", verdict.got}, {"explanation", explanation}});
  }
  if (failed.empty()) return json_reply(200, {{"ok", true}, {"checked", expectations->size()}});
  if (wants_text(request)) return text_reply(std::move(text), kPlain, 409);
  return json_reply(409, {{"ok", false}, {"checked", expectations->size()}, {"failed", failed}});
}

Response Control::timeline_text(const Request& request) {
  timeline::TextOptions options;
  if (const auto width = to_number(request.query_value("width").value_or(""))) {
    options.width = std::clamp<std::size_t>(*width, 40, 1000);
  }
  return text_reply(timeline::render_text(timeline::make_timeline(exchanges()), options));
}

Response Control::timeline_svg(const Request&) {
  return text_reply(timeline::render_svg(timeline::make_timeline(exchanges())), "image/svg+xml");
}

Response Control::shutdown(const Request&) { return json_reply(200, {{"ok", true}}); }

}  // namespace mock_server::control
