#include "mock_server/answer.hpp"

#include <exception>
#include <new>

namespace mock_server {

namespace {

Response error_response(int status, const std::string& text) {
  return {.status = status, .body = Json{{"error", text}}.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

/// Calls code of the test's own; what it throws becomes a 500.
template <class Body>
Response guarded(const Body& body) {
  try {
    return body();
  } catch (const std::exception& exception) {
    return error_response(500, exception.what());
  } catch (...) {
    return error_response(500, "the handler threw something that is no std::exception");
  }
}

Response respond(Rules& rules, const Moment& moment, const Request& request, Stage& stage, Answer& answer) {
  auto choice = rules.routes.choose(request, moment);
  if (!choice) {
    answer.key = request.path;
    answer.fault = "not_found";
    return {.status = 404, .body = rules.routes.nearest(request).to_json()};
  }
  auto chosen = std::move(choice->stage);
  chosen.arguments = complete(*chosen.fault, std::move(chosen.arguments));
  stage = std::move(chosen);
  answer.key = std::move(choice->key);
  answer.attempt = choice->attempt;
  answer.fault = stage.fault_name();
  Response response = stage.handler ? stage.handler(request) : std::move(stage.response);
  if (stage.fault->alter != nullptr) stage.fault->alter(response, {request, stage.arguments});
  if (response.body.size() > rules.limits.response_bytes) {
    return error_response(500, "the answer exceeds max_response_bytes");
  }
  return response;
}

WireScript make_script(const Stage& stage, const Wire& wire, Draws delay_draws) {
  WireScript script = stage.script ? stage.script(wire) : stage.fault->script(wire);
  if (!stage.delay.is_none()) script.insert(script.begin(), step::Pause{stage.delay.draw(delay_draws)});
  return script;
}

void fail(Answer& answer, const std::string& why) {
  const auto failure = Engine::refusal(500, why);
  answer.keep_alive = false;
  answer.script = {step::Send{failure.head + failure.body}};
  answer.status = 500;
}

}  // namespace

Answer make_answer(Engine& engine, Rules& rules, const Moment& moment, const std::string& head, std::string body) {
  Answer answer{.fault = "bad_request", .status = 400};
  Stage stage;
  auto serialised = engine.answer(head, std::move(body), [&](Request request) {
    answer.parsed = true;
    answer.request = std::move(request);
    Response response = guarded([&] { return respond(rules, moment, answer.request, stage, answer); });
    answer.status = response.status;
    return response;
  });
  answer.keep_alive = serialised.keep_alive;
  try {
    const Wire wire{.head = std::move(serialised.head),
                    .body = std::move(serialised.body),
                    .arguments = std::move(stage.arguments),
                    .draws = Draws(moment.seed, answer.key, answer.attempt, "fault"),
                    .max_bytes = rules.limits.response_bytes};
    answer.script = make_script(stage, wire, Draws(moment.seed, answer.key, answer.attempt, "delay"));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& exception) {
    fail(answer, exception.what());
  } catch (...) {
    fail(answer, "the script of the answer threw something that is no std::exception");
  }
  return answer;
}

WireScript make_greeting(Engine& engine, const Fault& fault, Arguments arguments, Draws draws) {
  Response response;
  const Request nobody_asked = {.method = "GET", .target = "/", .path = "/"};
  if (fault.alter != nullptr) fault.alter(response, {nobody_asked, arguments});
  static const std::string kHead = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  auto serialised = engine.answer(kHead, "", [&](const Request&) { return response; });
  return fault.port->script({.head = std::move(serialised.head),
                             .body = std::move(serialised.body),
                             .arguments = std::move(arguments),
                             .draws = draws});
}

Answer make_refusal(int status, const std::string& why) {
  const auto refusal = Engine::refusal(status, why);
  return {.script = {step::Send{refusal.head + refusal.body}}, .fault = "bad_request", .status = status};
}

}  // namespace mock_server
