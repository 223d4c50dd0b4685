#include <algorithm>
#include <limits>
#include <tuple>

#include "mock_server/scenario/readers.hpp"
#include "mock_server/scenario/wording.hpp"

namespace mock_server {

namespace {

constexpr std::size_t kMostBytes = 16 << 20;
constexpr std::int64_t kMostConnections = 1'000'000;
constexpr std::int64_t kLargest = 1LL << 40;

using Type = JsonValue::Type;

/// A route that was read, and where it stands.
struct PlacedRoute {
  Sentence sentence;
  std::size_t offset = 0;
};

RequestKey read_key(Fields& route, Reading& reading) {
  const auto* const member = route.find("key");
  if (member == nullptr) return {};
  if (member->value.type == Type::kObject) {
    Fields fields(member->value, "\"key\"", {"header"}, reading.findings);
    return RequestKey::header(fields.text("header").text);
  }
  if (member->value.type != Type::kString) {
    reading.findings.add(member->value.offset, scenario_wording::no_key(name_of(member->value.type)));
    return {};
  }
  const auto word = route.one_of("key", {"path", "global", "connection"}).text;
  if (word == "global") return RequestKey::global();
  return word == "connection" ? RequestKey::connection() : RequestKey::path();
}

std::optional<RateLimit> read_rate_limit(Fields& route, Reading& reading) {
  const JsonValue* const value = route.object("rate_limit", false);
  if (value == nullptr) return std::nullopt;
  Fields fields(*value, "\"rate_limit\"", {"tokens", "refill_per_s", "retry_after"}, reading.findings);
  return RateLimit{.tokens = fields.whole("tokens", 1, RateLimit::kMostTokens),
                   .refill_per_s = fields.number("refill_per_s", RateLimit::kSlowest, RateLimit::kFastest,
                                                 "a number from 0.001 to 1000000"),
                   .retry_after = fields.flag("retry_after", true)};
}

std::vector<Chance> read_chances(Fields& route, Reading& reading) {
  std::vector<Chance> chances;
  double sum = 0;
  for (const JsonValue* item : route.list("chance", false)) {
    chances.push_back(read_chance(*item, reading));
    const bool was_whole = sum <= Chance::kWhole;
    sum += chances.back().p;
    if (was_whole && sum > Chance::kWhole) reading.findings.add(item->offset, scenario_wording::chances_above_one());
  }
  return chances;
}

PlacedRoute read_route(const JsonValue& value, Reading& reading) {
  Fields fields(value, "a route", {"match", "key", "plan", "chance", "rate_limit", "when_state", "set_state"},
                reading.findings);
  PlacedRoute route{.sentence = {}, .offset = value.offset};
  auto& sentence = route.sentence;
  if (const JsonValue* const match = fields.object("match", true)) {
    sentence.match = read_match(*match, reading);
    route.offset = match->offset;
  }
  sentence.when_state = read_state_values(fields, "when_state", reading, true);
  sentence.key = read_key(fields, reading);
  sentence.rate_limit = read_rate_limit(fields, reading);
  sentence.chances = read_chances(fields, reading);
  const auto set_state = read_state_values(fields, "set_state", reading, false);
  sentence.stages.clear();
  for (const JsonValue* item : fields.list("plan", true)) {
    sentence.stages.push_back(read_step(*item, reading));
    // What a step says itself goes before what the route says of all its steps.
    sentence.stages.back().set_state.insert(set_state.begin(), set_state.end());
  }
  return route;
}

void refuse_the_unreachable(const std::vector<PlacedRoute>& routes, Findings& findings) {
  std::map<std::string, std::vector<const PlacedRoute*>> by_path;
  for (const auto& route : routes) {
    auto& earlier = by_path[route.sentence.match.path_text()];
    const auto same = std::ranges::find_if(
        earlier, [&](const auto* other) { return route.sentence.answers_the_same(other->sentence); });
    if (same == earlier.end()) {
      earlier.push_back(&route);
    } else {
      findings.add(route.offset, scenario_wording::never_reached(findings.locate((*same)->offset).line));
    }
  }
}

LimitChanges read_limits(Fields& scenario, Reading& reading) {
  LimitChanges limits;
  const JsonValue* const value = scenario.object("limits", false);
  if (value == nullptr) return limits;
  Fields fields(*value, "\"limits\"",
                {"connections", "request_bytes", "response_bytes", "script_ms", "connection_ms", "idle_ms"},
                reading.findings);
  const auto count = [&](std::string_view key, std::int64_t least, std::int64_t most,
                         std::optional<std::size_t>& limit) {
    if (fields.has(key)) limit = static_cast<std::size_t>(fields.whole(key, least, most, least));
  };
  const auto time = [&](std::string_view key, std::optional<Duration>& limit) {
    if (fields.has(key)) limit = std::chrono::milliseconds(fields.whole(key, 1, kLongestMs, 1));
  };
  count("connections", 1, kMostConnections, limits.connections);
  count("request_bytes", 0, kLargest, limits.request_bytes);
  count("response_bytes", 0, kLargest, limits.response_bytes);
  time("script_ms", limits.script_time);
  time("connection_ms", limits.connection_time);
  time("idle_ms", limits.idle_time);
  return limits;
}

StateValues read_states(Fields& scenario, Reading& reading) {
  StateValues states;
  each_member(scenario, "states", reading.findings, [&](const JsonMember& member) {
    reading.states.push_back(member.key);
    if (member.value.type != Type::kString) {
      reading.findings.add(member.value.offset,
                           json::wording::wrong_type(member.key, "a string", name_of(member.value.type)));
      return;
    }
    states[member.key] = member.value.string;
    reading.values[member.key].push_back(member.value.string);
  });
  return states;
}

Scenario read_scenario(const JsonValue& value, Reading& reading) {
  Fields fields(value, "a scenario", {"$schema", "title", "seed", "states", "limits", "routes"}, reading.findings);
  Scenario scenario;
  fields.text("$schema", "");
  fields.text("title", "");
  if (fields.has("seed")) {
    scenario.seed = static_cast<std::uint64_t>(fields.whole("seed", 0, std::numeric_limits<std::int64_t>::max(), 0));
  }
  scenario.states = read_states(fields, reading);
  scenario.limits = read_limits(fields, reading);
  std::vector<PlacedRoute> routes;
  for (const JsonValue* item : fields.list("routes", true)) routes.push_back(read_route(*item, reading));
  for (const auto& [name, wish] : reading.wishes) {
    const auto& known = reading.values[name.text];
    if (!json::contains(known, wish.text)) {
      reading.findings.add(wish.offset, scenario_wording::never_set(name.text, wish.text, known));
    }
  }
  // Routes that could not be read whole may look alike.
  if (reading.findings.empty()) refuse_the_unreachable(routes, reading.findings);
  for (auto& route : routes) scenario.routes.push_back(std::move(route.sentence));
  return scenario;
}

}  // namespace

StateValues read_state_values(Fields& fields, std::string_view key, Reading& reading, bool is_wish) {
  StateValues values;
  each_member(fields, key, reading.findings, [&](const JsonMember& member) {
    const Placed name{member.key, member.offset};
    const bool known = json::contains(reading.states, member.key);
    refuse_unknown(name, "state", reading.states, reading.findings);
    if (member.value.type != Type::kString) {
      reading.findings.add(member.value.offset,
                           json::wording::wrong_type(member.key, "a string", name_of(member.value.type)));
      return;
    }
    values[member.key] = member.value.string;
    if (!is_wish) reading.values[member.key].push_back(member.value.string);
    if (is_wish && known) reading.wishes.emplace_back(name, Placed{member.value.string, member.value.offset});
  });
  return values;
}

std::expected<Scenario, std::vector<json::Problem>> parse_scenario(std::string_view text, std::string file_name) {
  Findings findings(std::move(file_name), text);
  Scenario scenario;
  if (text.size() > kMostBytes) {
    findings.add(0, scenario_wording::too_large(kMostBytes));
    return std::unexpected(findings.take());
  }
  try {
    const JsonValue value = json::parse_json(text);
    Reading reading{.text = text, .findings = findings};
    scenario = read_scenario(value, reading);
  } catch (const json::JsonSyntaxError& error) {
    findings.add(error.offset, error.what());
  }
  auto problems = findings.take();
  if (problems.empty()) return scenario;
  std::ranges::sort(problems, {}, [](const json::Problem& problem) {
    return std::tuple(problem.line, problem.column, problem.message);
  });
  return std::unexpected(std::move(problems));
}

}  // namespace mock_server
