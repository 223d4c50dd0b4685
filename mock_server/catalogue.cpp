#include "mock_server/catalogue.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "mock_server/catalogue_index.hpp"
#include "mock_server/listener.hpp"
#include "mock_server/text/suggest.hpp"

namespace mock_server {

namespace {

using Place = Parameter::Place;

constexpr Parameter kDelayMs = {.name = "delay_ms",
                                .meaning = "time until anything is answered",
                                .fallback = 0,
                                .lowest = 0,
                                .highest = 86'400'000,
                                .kind = Parameter::Kind::kFractions};
constexpr Parameter kFail = {
    .name = "fail", .meaning = "failures before a success", .fallback = 2, .lowest = 0, .highest = 1'000'000};

/// A request the catalogue cannot make sense of is answered, not thrown: it is the person's own typing.
Stage bad_request(const std::string& why) {
  Stage stage;
  stage.response = {.status = 400, .body = Json{{"error", why}}.dump(-1, ' ', false, Json::error_handler_t::replace)};
  return stage;
}

double to_number(const Parameter& parameter, const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  // Written so that what is no number at all fails too.
  if (is_number && value >= parameter.lowest && value <= parameter.highest) return value;
  throw std::invalid_argument("\"" + std::string(parameter.name) + "\" must be " + range_of(parameter) + ", got \"" +
                              text + "\"");
}

/// Takes the numbers out of a query in which nothing else may be.
Arguments read_query(const Request& request, const std::vector<Parameter>& allowed) {
  Arguments arguments;
  for (const auto& [name, text] : request.query) {
    const auto parameter = std::ranges::find(allowed, name, &Parameter::name);
    if (parameter == allowed.end()) {
      std::vector<std::string> names;
      for (const auto& each : allowed) names.emplace_back(each.name);
      throw std::invalid_argument(request.path + " takes no \"" + name + "\"" + text::did_you_mean(name, names));
    }
    arguments[name] = to_number(*parameter, text);
  }
  return arguments;
}

/// The part of a query that belongs to every path.
void take_delay(Arguments& arguments, Stage& stage) {
  const auto found = arguments.extract(std::string(kDelayMs.name));
  if (found) stage.delay = Wire::from_ms(found.mapped());
}

template <class Choose>
Chooser answering_mistakes(Choose choose) {
  return [choose](const Request& request, std::size_t attempt) {
    try {
      return choose(request, attempt);
    } catch (const std::invalid_argument& mistake) {
      return bad_request(mistake.what());
    } catch (const ListenError& failure) {
      return bad_request(failure.what());
    }
  };
}

std::string path_of(const Fault& fault) {
  std::string path = "/" + std::string(fault.id);
  std::ranges::replace(path, '_', '-');
  return path;
}

const Parameter* in_path(const Fault& fault) {
  const auto found = std::ranges::find(fault.parameters, Place::kPath, &Parameter::place);
  return found == fault.parameters.end() ? nullptr : &*found;
}

std::string port_url(Server& server, const Fault& fault, Arguments arguments = {}) {
  const auto reading = fault.port->reading;
  const bool serves = reading == PortPlan::Reading::kLater || reading == PortPlan::Reading::kTrickle;
  return server.fault_url(fault.id, serves ? "/ok" : "/", std::move(arguments));
}

Stage choose_fault(Server& server, const Fault& fault, const Request& request, bool has_segment) {
  std::vector<Parameter> allowed(fault.parameters.begin(), fault.parameters.end());
  allowed.push_back(kDelayMs);
  Arguments arguments = read_query(request, allowed);
  if (has_segment) {
    const auto& parameter = *in_path(fault);
    arguments.try_emplace(std::string(parameter.name),
                          to_number(parameter, request.path.substr(request.path.rfind('/') + 1)));
  }
  Stage stage;
  take_delay(arguments, stage);
  if (fault.needs_port()) {
    stage.response = {.status = 307, .body = ""};
    stage.response.headers.emplace_back("Location", port_url(server, fault, std::move(arguments)));
  } else {
    stage.fault = &fault;
    stage.arguments = complete(fault, std::move(arguments));
  }
  return stage;
}

Stage choose_flaky(const Request& request, std::size_t attempt) {
  Arguments arguments = read_query(request, {kFail, kDelayMs});
  Stage stage;
  take_delay(arguments, stage);
  const auto told = arguments.find(kFail.name);
  const auto fail = static_cast<std::size_t>(told == arguments.end() ? kFail.fallback : told->second);
  if (attempt % (fail + 1) != 0) {
    stage.fault = &fault_named("status");
    stage.arguments = complete(*stage.fault, {});
  }
  return stage;
}

}  // namespace

std::string example_path(const Fault& fault) {
  const auto* const parameter = in_path(fault);
  return path_of(fault) + (parameter == nullptr ? "" : "/" + shown(parameter->fallback));
}

std::string example_url(Server& server, const Fault& fault) {
  return fault.needs_port() ? port_url(server, fault) : server.url(example_path(fault));
}

void serve_catalogue(Server& server) {
  for (const auto& fault : faults()) {
    for (const bool has_segment : {false, true}) {
      if (has_segment && in_path(fault) == nullptr) continue;
      server.on(path_of(fault) + (has_segment ? "/*" : ""))
          .choose(answering_mistakes([&server, &fault, has_segment](const Request& request, std::size_t) {
            return choose_fault(server, fault, request, has_segment);
          }));
    }
  }
  server.on("/flaky").choose(answering_mistakes(choose_flaky));
  server.on("/").choose(
      [text = index_as_text(server), page = index_as_html(server)](const Request& request, std::size_t) {
        const bool browser = find_header(request.headers, "Accept").value_or("").find("text/html") != std::string::npos;
        Stage stage;
        stage.response.body = browser ? page : text;
        stage.response.content_type = browser ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        return stage;
      });
}

}  // namespace mock_server
