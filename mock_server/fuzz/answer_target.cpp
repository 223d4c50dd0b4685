// From bytes to an answer, as a connection does it, without the connection: framing, cpp-httplib's parser, routes and
// faults. No bytes of a client may crash that, and what is answered is HTTP.
#include <string>

#include "mock_server/answer.hpp"
#include "mock_server/framing.hpp"
#include "mock_server/fuzz/target.hpp"

namespace mock_server::fuzz {
namespace {

constexpr std::size_t kMaxBody = 4096;

void describe(Routes& routes) {
  routes.on("", "/").text("root");
  routes.on("GET", "/items/*").json({{"id", 7}});
  routes.on("POST", "/echo").answer([](const Request& request) {
    return Response{.body = request.body + request.query_value("q").value_or("")};
  });
  routes.on("", "/flaky").status(503).then().delay(std::chrono::seconds(1)).text("at last");
  routes.on("", "/none").status(204);
}

/// A status line, header lines with a name, an empty line.
void require_well_formed(const std::string& bytes) {
  require(bytes.starts_with("HTTP/1.1 "), "an answer begins with HTTP/1.1");
  const auto end = bytes.find("\r\n\r\n");
  require(end != bytes.npos, "the head of an answer has an end");
  const std::string_view head(bytes.data(), end + 2);
  require(head.find('\0') == head.npos, "no NUL gets into a head");
  std::size_t line = head.find("\r\n") + 2;
  for (; line < head.size(); line = head.find("\r\n", line) + 2) {
    const auto text = head.substr(line, head.find("\r\n", line) - line);
    const auto colon = text.find(':');
    require(colon != text.npos && colon > 0, "a header has a name");
    require(text.find_first_of("\r\n") == text.npos, "a header has one line");
  }
}

std::string sent_by(const WireScript& script) {
  std::string bytes;
  for (const auto& step : script) {
    if (const auto* send = std::get_if<step::Send>(&step)) bytes += send->bytes;
  }
  return bytes;
}

void answer_all(std::string_view bytes) {
  Engine engine;
  Rules rules{.limits = {.response_bytes = 1 << 20}};
  describe(rules.routes);
  while (!bytes.empty()) {
    RequestFramer framer(kMaxBody);
    const auto state = framer.consume(bytes);
    if (state == RequestFramer::State::kRefused) {
      require_well_formed(sent_by(make_refusal(framer.refusal(), framer.why()).script));
      return;
    }
    if (state != RequestFramer::State::kComplete) return;
    const auto answer = make_answer(engine, rules, {}, framer.head(), framer.take_body());
    require_well_formed(sent_by(answer.script));
    require(answer.parsed || answer.status == 400 || answer.status == 414, "what is no request is refused");
    if (!answer.keep_alive) return;
  }
}

}  // namespace
}  // namespace mock_server::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mock_server::fuzz::answer_all(mock_server::fuzz::as_text(data, size));
  return 0;
}
