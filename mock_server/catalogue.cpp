#include "mock_server/catalogue.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace mock_server {

namespace {

/// A request the catalogue cannot make sense of is answered, not thrown: it is the person's own typing.
Stage bad_request(const std::string& why) {
  Stage stage;
  stage.response = {.status = 400, .body = Json{{"error", why}}.dump(-1, ' ', false, Json::error_handler_t::replace)};
  return stage;
}

struct BadNumber : std::runtime_error {
  using std::runtime_error::runtime_error;
};

int to_number(const std::string& text, int lowest, int highest) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < lowest || value > highest) {
    throw BadNumber("expected a number from " + std::to_string(lowest) + " to " + std::to_string(highest) + ", got \"" +
                    text + "\"");
  }
  return value;
}

constexpr int kLongest = 86'400'000;  // a day in milliseconds

std::chrono::milliseconds milliseconds(const std::string& text) {
  return std::chrono::milliseconds(to_number(text, 0, kLongest));
}

void set_status(Stage& stage, const std::string& code) {
  stage.response.status = to_number(code, 200, 999);
  if (stage.response.status >= 400) stage.response.body = error_body(stage.response.status);
}

/// What every path of the catalogue understands: ?delay_ms=N, ?tick_ms=N and ?status=N.
Stage with_query(Stage stage, const Request& request) {
  if (const auto value = request.query_value("delay_ms")) stage.delay = milliseconds(*value);
  if (const auto value = request.query_value("tick_ms")) stage.tick = milliseconds(*value);
  if (const auto value = request.query_value("status")) set_status(stage, *value);
  return stage;
}

template <class Fill>
Chooser choosing(Fill fill) {
  return [fill](const Request& request, std::size_t attempt) {
    try {
      Stage stage;
      fill(stage, request, attempt);
      return with_query(std::move(stage), request);
    } catch (const BadNumber& bad) {
      return bad_request(bad.what());
    }
  };
}

std::string last_segment(const Request& request) { return request.path.substr(request.path.rfind('/') + 1); }

std::string path_of(const Fault& fault) {
  std::string path = "/" + std::string(fault.id);
  std::ranges::replace(path, '_', '-');
  return path;
}

std::string index_page(Server& server) {
  std::ostringstream page;
  page << "A server that hangs and fails on purpose. Every path takes ?delay_ms=N, ?tick_ms=N and ?status=N.\n\n";
  for (const auto& fault : faults()) {
    page << fault.meaning << "\n  curl -i '" << example_url(server, fault) << "'\n";
  }
  page << "fails twice, then succeeds, and so on\n  curl -i '" << server.url("/flaky?fail=2") << "'\n";
  return page.str();
}

}  // namespace

std::string example_url(Server& server, const Fault& fault) {
  if (fault.id == "refused") return server.refused_url();
  if (fault.id == "accept_hang") return server.accept_hang_url();
  if (fault.id == "delay") return server.url("/delay/200");
  if (fault.id == "status") return server.url("/status/503");
  return server.url(path_of(fault));
}

std::string list_of_faults() {
  std::size_t widest = 0;
  for (const auto& fault : faults()) widest = std::max(widest, fault.id.size());
  std::ostringstream list;
  for (const auto& fault : faults()) {
    list << fault.id << std::string(widest - fault.id.size() + 2, ' ') << fault.level
         << std::string(10 - fault.level.size(), ' ') << fault.meaning << " (" << fault.how << ")\n";
  }
  return list.str();
}

void serve_catalogue(Server& server) {
  for (const auto& fault : faults()) {
    if (fault.script == nullptr) continue;
    server.on(path_of(fault)).choose(choosing([&fault](Stage& stage, const Request&, std::size_t) {
      stage.fault = &fault;
    }));
  }
  server.on("/delay/*").choose(choosing([](Stage& stage, const Request& request, std::size_t) {
    stage.delay = milliseconds(last_segment(request));
  }));
  server.on("/status/*").choose(choosing([](Stage& stage, const Request& request, std::size_t) {
    set_status(stage, last_segment(request));
  }));
  server.on("/flaky").choose(choosing([](Stage& stage, const Request& request, std::size_t attempt) {
    const auto fail = to_number(request.query_value("fail").value_or("2"), 0, 1'000'000);
    if (attempt % (static_cast<std::size_t>(fail) + 1) != 0) set_status(stage, "503");
  }));
  server.on("/").text(index_page(server));
}

}  // namespace mock_server
