#include "mock_server/nearest_route.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "mock_server/text/suggest.hpp"
#include "mock_server/text/terminal_text.hpp"
#include "mock_server/text/utf8.hpp"

namespace mock_server {

namespace {

constexpr std::size_t kComparedBytes = 200;  // a client may send paths of 64 KiB, and the distance takes square time
constexpr std::size_t kShownBody = 200;

/// The part of a text that differs, between a common beginning and a common end.
struct Span {
  std::size_t first, last;
};
Span differing(std::string_view wanted, std::string_view asked) {
  const auto most = std::min(wanted.size(), asked.size());
  std::size_t front = 0;
  while (front < most && wanted[front] == asked[front]) ++front;
  std::size_t back = 0;
  while (back < most - front && wanted[wanted.size() - 1 - back] == asked[asked.size() - 1 - back]) ++back;
  return {front, std::max(front + 1, wanted.size() - back)};
}

void mark(std::string& marks, Span span) {
  marks.resize(std::max(marks.size(), span.last), ' ');
  std::fill(marks.begin() + static_cast<std::ptrdiff_t>(span.first),
            marks.begin() + static_cast<std::ptrdiff_t>(span.last), '^');
}

/// One mark per character instead of one per byte.
std::string as_columns(const std::string& marks, std::string_view wanted) {
  std::string columns;
  for (std::size_t at = 0; at < marks.size();) {
    columns += marks[at];
    at += at < wanted.size() ? text::first_code_point(wanted.substr(at)).bytes : 1;
  }
  return columns;
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> found;
  while (!path.empty()) {
    const auto end = path.find('/', 1);
    found.push_back(path.substr(0, end));
    path = end == path.npos ? std::string_view{} : path.substr(end);
  }
  return found;
}

bool agree(std::string_view wanted, std::string_view asked) {
  return wanted == asked || (wanted == "/*" && asked != "/");
}

std::string marks_of_path(const std::string& wanted, const std::string& asked) {
  const auto want = segments(wanted);
  const auto ask = segments(asked);
  std::string marks;
  if (want.size() != ask.size()) {
    mark(marks, differing(wanted, asked));
    return marks;
  }
  for (std::size_t i = 0, at = 0; i < want.size(); at += want[i++].size()) {
    if (agree(want[i], ask[i])) continue;
    const auto span = differing(want[i], ask[i]);
    mark(marks, {at + span.first, at + span.last});
  }
  return marks;
}

std::size_t path_distance(std::string_view wanted, std::string_view asked) {
  wanted = wanted.substr(0, kComparedBytes);
  asked = asked.substr(0, kComparedBytes);
  const auto want = segments(wanted);
  const auto ask = segments(asked);
  if (want.size() != ask.size()) return text::edit_distance(wanted, asked);
  std::size_t distance = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    if (!agree(want[i], ask[i])) distance += text::edit_distance(want[i], ask[i]);
  }
  return distance;
}

std::string describe(const ValueMatcher& value) {
  if (const auto* literal = std::get_if<std::string>(&value)) return *literal;
  if (const auto* pattern = std::get_if<Pattern>(&value)) return "pattern " + pattern->text();
  return "(absent)";
}

/// What a request has of a name that may be given several times.
std::string values_of(const std::vector<std::pair<std::string, std::string>>& all, const std::string& name) {
  std::string values;
  for (const auto& [key, value] : all) {
    if (find_header({{key, value}}, name)) values += (values.empty() ? "" : ", ") + value;
  }
  return values.empty() ? "(absent)" : values;
}

Difference of_name(const std::string& kind, const NamedMatcher& wanted,
                   const std::vector<std::pair<std::string, std::string>>& all) {
  Difference difference{kind + wanted.name, values_of(all, wanted.name), describe(wanted.value), ""};
  if (std::holds_alternative<std::string>(wanted.value) && difference.asked != "(absent)") {
    mark(difference.marks, differing(difference.wanted, difference.asked));
  }
  return difference;
}

std::string shortened(std::string text) {
  if (text.size() <= kShownBody) return text;
  const auto size = text.size();
  text.resize(kShownBody);
  return text + "… (" + std::to_string(size) + " bytes in all)";
}

Difference of_body(const BodyMatcher& wanted, const Candidate& candidate) {
  const std::string body = candidate.request.body.empty() ? "(empty)" : shortened(candidate.request.body);
  switch (wanted.kind) {
    case BodyMatcher::Kind::kText:
      return {"body", body, shortened(wanted.text), ""};
    case BodyMatcher::Kind::kContains:
      return {"body", body, "contains " + shortened(wanted.text), ""};
    case BodyMatcher::Kind::kJson:
      break;
  }
  return {"body", body + (candidate.json() == nullptr ? " (no JSON)" : ""),
          "JSON with " + shortened(wanted.json.dump(-1, ' ', false, Json::error_handler_t::replace)), ""};
}

std::string name_of(const RequestMatcher& match) {
  return (match.method.empty() ? "" : match.method + " ") +
         (std::holds_alternative<Pattern>(match.path) ? "pattern " : "") + match.path_text();
}

std::vector<Difference> differences_of(const Sentence& route, const Candidate& candidate, const States& states) {
  const auto& match = route.match;
  const auto& request = candidate.request;
  std::vector<Difference> found;
  if (!match.method_matches(request)) found.push_back({"method", request.method, match.method, ""});
  if (!match.path_matches(request)) {
    const bool is_pattern = std::holds_alternative<Pattern>(match.path);
    const auto& wanted = match.path_text();
    found.push_back({"path", request.path, (is_pattern ? "pattern " : "") + wanted,
                     is_pattern ? "" : as_columns(marks_of_path(wanted, request.path), wanted)});
  }
  for (const auto& wanted : match.query) {
    if (!match.query_matches(wanted, request)) found.push_back(of_name("query ", wanted, request.query));
  }
  for (const auto& wanted : match.headers) {
    if (!match.header_matches(wanted, request)) found.push_back(of_name("header ", wanted, request.headers));
  }
  if (!match.body_matches(candidate)) found.push_back(of_body(*match.body, candidate));
  for (const auto& [name, value] : route.when_state) {
    if (states.value(name) != value) found.push_back({"state " + name, states.value(name), value, ""});
  }
  return found;
}

}  // namespace

NearestRoute::NearestRoute(const Request& request, const States& states)
    : candidate_(request), states_(states), asked_(request.method + " " + request.target) {}

void NearestRoute::consider(const Sentence& route) {
  auto differences = differences_of(route, candidate_, states_);
  // Another path is a larger difference than another method, and that one than any other.
  std::size_t distance = differences.size();
  for (const auto& difference : differences) {
    if (difference.part == "method") distance += 1;
    if (difference.part == "path") distance += 2 + path_distance(route.match.path_text(), candidate_.request.path);
  }
  if (!name_.empty() && distance >= distance_) return;
  distance_ = distance;
  name_ = name_of(route.match);
  differences_ = std::move(differences);
}

std::string NearestRoute::sentence() const {
  const auto& request = candidate_.request;
  const std::string no_route = "no route for " + request.method + " " + request.path;
  return no_route + (name_.empty() ? "; the server has no routes" : "; the nearest is " + name_);
}

std::vector<std::string> NearestRoute::lines() const {
  std::size_t width = 0;
  for (const auto& difference : differences_) width = std::max(width, difference.part.size() + 2);
  const std::string margin(width, ' ');
  std::vector<std::string> lines;
  for (const auto& difference : differences_) {
    lines.push_back(difference.part + margin.substr(difference.part.size()) + text::visible(difference.asked));
    lines.push_back(margin + text::visible(difference.wanted));
    if (!difference.marks.empty()) lines.push_back(margin + difference.marks);
  }
  return lines;
}

std::string NearestRoute::to_json() const {
  nlohmann::ordered_json json = {{"error", sentence()}, {"asked", asked_}};
  if (!name_.empty()) {
    json["nearest"] = name_;
    json["difference"] = lines();
    for (const auto& difference : differences_) {
      json["parts"].push_back({{"part", difference.part}, {"asked", difference.asked}, {"wanted", difference.wanted}});
    }
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mock_server
