#include "mock_server/json/plain.hpp"
#include "mock_server/scenario/readers.hpp"
#include "mock_server/scenario/wording.hpp"

namespace mock_server {

namespace {

constexpr std::int64_t kMostTimes = 1'000'000'000;

using Type = JsonValue::Type;

Duration milliseconds(std::int64_t count) { return std::chrono::milliseconds(count); }

std::int64_t read_ms(Fields& fields, std::string_view key, std::int64_t least, std::int64_t otherwise) {
  return fields.whole(key, least, kLongestMs, otherwise);
}

/// The two times of {"uniform_ms": [50, 150]}.
std::optional<Delay> read_uniform(Fields& fields, Reading& reading) {
  const auto* const member = fields.find("uniform_ms");
  const auto& value = member->value;
  const auto is_time = [](const JsonValue& item) {
    return item.type == Type::kInteger && item.integer >= 0 && item.integer <= kLongestMs;
  };
  if (value.type != Type::kArray || value.items.size() != 2 || !is_time(value.items[0]) || !is_time(value.items[1])) {
    reading.findings.add(value.offset,
                         json::wording::out_of_range(
                             "uniform_ms", "a list of two whole numbers from 0 to " + std::to_string(kLongestMs)));
    return std::nullopt;
  }
  const auto lowest = value.items[0].integer;
  const auto highest = value.items[1].integer;
  if (lowest > highest) {
    reading.findings.add(value.items[0].offset, scenario_wording::descending("uniform_ms"));
    return std::nullopt;
  }
  return Delay::uniform(milliseconds(lowest), milliseconds(highest));
}

std::optional<Delay> read_lognormal(const JsonValue& value, Reading& reading) {
  Fields fields(value, "\"lognormal\"", {"median_ms", "sigma"}, reading.findings);
  const auto median = fields.whole("median_ms", 1, kLongestMs);
  const auto sigma = fields.number("sigma", 0, 10, "a number from 0 to 10");
  return Delay::lognormal(milliseconds(median), sigma);
}

Delay read_delay(Fields& step, Reading& reading) {
  const Delay fixed = milliseconds(read_ms(step, "delay_ms", 0, 0));
  const JsonValue* const value = step.object("delay", false);
  if (value == nullptr) return fixed;
  if (step.has("delay_ms")) {
    reading.findings.add(step.find("delay")->offset, scenario_wording::only_one_of("a step", "delay_ms", "delay"));
  }
  Fields fields(*value, "\"delay\"", {"uniform_ms", "lognormal"}, reading.findings);
  const JsonValue* const lognormal = fields.object("lognormal", false);
  if (fields.has("uniform_ms") && fields.has("lognormal")) {
    reading.findings.add(value->offset, scenario_wording::only_one_of("\"delay\"", "uniform_ms", "lognormal"));
  } else if (fields.has("uniform_ms")) {
    return read_uniform(fields, reading).value_or(fixed);
  } else if (lognormal != nullptr) {
    return read_lognormal(*lognormal, reading).value_or(fixed);
  } else if (!fields.has("lognormal")) {
    reading.findings.add(value->offset, scenario_wording::needs_one_of("\"delay\"", {"uniform_ms", "lognormal"}));
  }
  return fixed;
}

/// What is answered: "ok" of a step, or "answer" of a fault.
Response read_answer(const JsonValue& value, const std::string& what, Reading& reading) {
  Fields fields(value, what, {"json", "text", "status", "headers", "content_type"}, reading.findings);
  Response response;
  response.status = static_cast<int>(fields.whole("status", 200, 999, 200));
  const auto* const json = fields.find("json");
  const auto* const text = fields.find("text");
  if (json != nullptr && text != nullptr) {
    reading.findings.add(std::max(json->offset, text->offset), scenario_wording::only_one_of(what, "json", "text"));
  } else if (json != nullptr) {
    response.body = json::plain(json->value).dump(-1, ' ', false, Json::error_handler_t::replace);
  } else if (text != nullptr && text->value.type != Type::kString) {
    reading.findings.add(text->value.offset, json::wording::wrong_type("text", "a string", name_of(text->value.type)));
  } else if (text != nullptr) {
    response.body = text->value.string;
    response.content_type = "text/plain";
  } else if (response.status >= 400) {
    response.body = error_body(response.status);
  }
  response.content_type = fields.text("content_type", response.content_type).text;
  each_member(fields, "headers", reading.findings, [&](const JsonMember& member) {
    if (member.value.type == Type::kString) {
      response.headers.emplace_back(member.key, member.value.string);
    } else {
      reading.findings.add(member.value.offset,
                           json::wording::wrong_type(member.key, "a string", name_of(member.value.type)));
    }
  });
  return response;
}

Words route_faults() {
  Words ids;
  for (const auto& fault : faults()) {
    if (!fault.needs_port()) ids.emplace_back(fault.id);
  }
  return ids;
}

/// A key of every fault, and a parameter of "status".
constexpr std::string_view kCode = "code";

Arguments read_arguments(Fields& fields, const Fault& fault) {
  Arguments arguments;
  for (const auto& parameter : fault.parameters) {
    const std::string name(parameter.name);
    if (name == kCode || !fields.has(name)) continue;
    arguments[name] = parameter.kind == Parameter::Kind::kWhole
                          ? static_cast<double>(fields.whole(name, static_cast<std::int64_t>(parameter.lowest),
                                                             static_cast<std::int64_t>(parameter.highest)))
                          : fields.number(name, parameter.lowest, parameter.highest, range_of(parameter));
  }
  return complete(fault, std::move(arguments));
}

void read_fault(Fields& fields, Stage& stage, Reading& reading) {
  const Placed id = fields.text("fault");
  const Fault* const fault = find_fault(id.text);
  if (fault != nullptr && !fault->needs_port()) {
    stage.fault = fault;
    stage.arguments = read_arguments(fields, *fault);
  } else if (fault != nullptr) {
    reading.findings.add(id.offset, scenario_wording::needs_a_port(id.text));
  } else if (!id.text.empty()) {
    refuse_unknown(id, "fault", route_faults(), reading.findings);
  }
  if (const JsonValue* const answer = fields.object("answer", false)) {
    stage.response = read_answer(*answer, "\"answer\"", reading);
  }
  if (fields.has("code") || id.text == "status") {
    stage.response.status = static_cast<int>(fields.whole("code", 200, 999));
    if (id.text == "status") stage.arguments["code"] = stage.response.status;
    if (stage.response.status >= 400 && !fields.has("answer")) stage.response.body = error_body(stage.response.status);
  }
}

/// What a step of a plan and a chance have in common, with the keys of their own: what happens, and when.
Stage read_stage(Fields& fields, const std::string& what, const JsonValue& value, Reading& reading) {
  Stage stage;
  if (fields.has("ok") && fields.has("fault")) {
    reading.findings.add(value.offset, scenario_wording::only_one_of(what, "ok", "fault"));
  } else if (fields.has("fault")) {
    read_fault(fields, stage, reading);
  } else if (const JsonValue* const answer = fields.object("ok", false)) {
    stage.response = read_answer(*answer, "\"ok\"", reading);
  } else if (!fields.has("ok") && value.type == Type::kObject) {
    reading.findings.add(value.offset, scenario_wording::needs_one_of(what, {"ok", "fault"}));
  }
  stage.delay = read_delay(fields, reading);
  return stage;
}

Words keys_of(const JsonValue& value, Words own) {
  own.insert(own.end(), {"ok", "fault", "delay_ms", "delay"});
  // "ok" says what is answered, and with all of it; these are about faults.
  const bool is_ok = json::contains(value.members, "ok", &JsonMember::key);
  if (is_ok) return own;
  own.insert(own.end(), {"code", "answer"});
  const auto member = std::ranges::find(value.members, "fault", &JsonMember::key);
  if (member == value.members.end() || member->value.type != Type::kString) return own;
  if (const Fault* const fault = find_fault(member->value.string)) {
    for (const auto& parameter : fault->parameters) {
      if (parameter.name != kCode) own.emplace_back(parameter.name);
    }
  }
  return own;
}

}  // namespace

Stage read_step(const JsonValue& value, Reading& reading) {
  Fields fields(value, "a step", keys_of(value, {"times", "set_state"}), reading.findings);
  Stage stage = read_stage(fields, "a step", value, reading);
  stage.times = static_cast<std::size_t>(fields.whole("times", 1, kMostTimes, 1));
  stage.set_state = read_state_values(fields, "set_state", reading, false);
  return stage;
}

Chance read_chance(const JsonValue& value, Reading& reading) {
  Fields fields(value, "a chance", keys_of(value, {"p"}), reading.findings);
  const double p = fields.number("p", 0, 1, "a share from 0 to 1");
  return {p, read_stage(fields, "a chance", value, reading)};
}

}  // namespace mock_server
