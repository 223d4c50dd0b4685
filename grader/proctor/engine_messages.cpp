#include <algorithm>
#include <functional>
#include <utility>

#include "grader/proctor/engine.hpp"
#include "grader/proctor/record.hpp"
#include "grader/proctor/spans.hpp"
#include "grader/wire/messages.hpp"

namespace proctor {

namespace {

// A timer beyond it never comes: 100 years, far below what a Duration can hold.
constexpr Duration kEndOfTime = std::chrono::hours(24 * 36'500);
// Texts of the kit are short, and a loop that makes thousands of them says nothing new.
constexpr std::size_t kMostDiagnostics = 100;

}  // namespace

void World::Engine::receive() {
  if (fate_ || !process_) return;
  // Asked before reading, so that what it wrote before it ended is still taken into account. The channel alone does not
  // tell: a child that the subject left behind may keep it open.
  const bool gone = process_->poll().has_value();
  channel_->receive();
  for (;;) {
    const auto message = channel_->next();
    if (!message) {
      end_subject({Outcome::Kind::kCrashed, "the program wrote on the channel to the grader: " + message.error().what});
      return;
    }
    if (!*message) break;
    try {
      handle(**message);
    } catch (const Json::exception&) {
      end_subject(
          {Outcome::Kind::kCrashed, "the program wrote on the channel to the grader: a frame that is no message"});
      return;
    }
    if (fate_) return;
  }
  if (gone || channel_->ended()) end_subject(examine_end());
}

void World::Engine::handle(const Json& message) {
  const std::string& op = message.at("op").get_ref<const std::string&>();
  if (op != "idle")
    last_progress_ = std::chrono::steady_clock::now();  // who waits says so when asked; that is no progress
  if (op == "hello" && !said_hello_) {
    if (message.at("protocol") != wire::kProtocol) {
      current_record().infrastructure_error = "the subject speaks another version of the protocol";
      throw InfrastructureError(current_record().infrastructure_error);
    }
    for (const Json& name : message.at("functions")) functions_.insert(name.get<std::string>());
    said_hello_ = true;
  } else if (!said_hello_) {
    end_subject(
        {Outcome::Kind::kCrashed, "the program wrote on the channel to the grader before the test could begin"});
  } else if (op == "idle") {
    on_idle(message);
  } else if (op == "result") {
    on_result(message);
  } else if (op == "ask") {
    on_ask(message);
  } else if (op == "ask_cancelled") {
    on_ask_cancelled(message);
  } else if (op == "tell") {
    on_tell(message);
  } else if (op == "diagnostic") {
    if (diagnostics_.size() >= kMostDiagnostics) return;
    diagnostics_.push_back(
        {{"kind", message.at("kind").get<std::string>()}, {"text", message.at("text").get<std::string>()}});
  } else {
    end_subject({Outcome::Kind::kCrashed, "the program wrote on the channel to the grader: an unknown message"});
  }
}

void World::Engine::on_idle(const Json& message) {
  Idle idle;
  idle.seen = message.at("seen").get<std::size_t>();
  if (!message.at("next_ns").is_null()) idle.next_timer = Duration(message.at("next_ns").get<std::int64_t>());
  if (idle.next_timer && *idle.next_timer > kEndOfTime) idle.next_timer.reset();
  idle.ports = message.at("ports").get<std::vector<std::uint16_t>>();
  idle.left = {.tasks = message.at("tasks").get<std::size_t>(),
               .timers = message.at("timers").get<std::size_t>(),
               .requests = idle.ports.size(),
               .jobs = message.at("jobs").get<std::size_t>()};
  idle_ = std::move(idle);
}

void World::Engine::on_result(const Json& message) {
  const auto found = calls_.find(message.at("id").get<int>());
  if (found == calls_.end() || found->second.outcome) {
    end_subject(
        {Outcome::Kind::kCrashed, "the program wrote on the channel to the grader: an answer nobody waits for"});
    return;
  }
  CallState& call = found->second;
  Outcome outcome{.started = call.started, .ended = now()};
  if (message.contains("error")) {
    outcome.kind = Outcome::Kind::kThrew;
    outcome.type = message.at("error").at("type").get<std::string>();
    outcome.message = message.at("error").at("message").get<std::string>();
    note(outcome.ended, "threw",
         {{"function", call.function}, {"error", outcome.type}, {"id", span_of_call(found->first)}});
  } else {
    outcome.kind = Outcome::Kind::kReturned;
    outcome.value = message.at("ok");
    Json more{{"function", call.function}, {"id", span_of_call(found->first)}};
    if (is_short(outcome.value)) more["value"] = outcome.value;
    note(outcome.ended, "returned", std::move(more));
  }
  call.outcome = std::move(outcome);
}

const std::shared_ptr<Operation::State>& World::Engine::operation_of(const Json& message) const {
  const auto number = message.at("operation").get<std::size_t>();
  if (number >= operations_.size())
    throw Json::other_error::create(500, "an operation that nobody handed out", nullptr);
  return operations_[number];
}

void World::Engine::on_ask(const Json& message) {
  const auto ask_id = message.at("ask").get<std::uint64_t>();
  const auto& operation = operation_of(message);
  if (asks_.contains(ask_id)) throw Json::other_error::create(500, "a reused ask", nullptr);
  Ask ask{.operation = operation,
          .attempt = operation->attempts.size(),
          .step = std::min(operation->attempts.size(), operation->steps.size() - 1)};
  if (const auto blocks = message.find("blocks"); blocks != message.end()) {
    ask.blocks = *blocks == "loop" ? Ask::Blocks::kLoop : Ask::Blocks::kThread;
    ask.jobs = message.value("jobs", std::size_t{0});
  }
  const bool on_loop = ask.blocks == Ask::Blocks::kLoop;
  operation->attempts.push_back({.args = message.at("args"), .started = now(), .on_loop = on_loop});
  note(now(), operation->name + (on_loop ? " started, on the event loop's own thread" : " started"),
       {{"id", span_of_ask(ask_id)}});
  const Operation::Step& step = operation->steps[ask.step];
  if (step.end != Operation::Step::End::kNever) {
    Json answer = step.end == Operation::Step::End::kReturns
                      ? Json{{"ok", step.value}}
                      : Json{{"error", {{"type", step.type}, {"message", step.message}, {"status", step.status}}}};
    ask.timer =
        schedule(now() + step.takes, [this, ask_id, answer = std::move(answer)] { end_attempt(ask_id, answer); });
  }
  asks_.emplace(ask_id, std::move(ask));
}

void World::Engine::on_ask_cancelled(const Json& message) {
  const auto ask_id = message.at("ask").get<std::uint64_t>();
  const auto found = asks_.find(ask_id);
  if (found == asks_.end()) return;  // its answer was already on the way: the cancellation came too late to matter
  Ask& ask = found->second;
  std::erase_if(timers_, [&ask](const auto& entry) { return entry.first.second == ask.timer; });
  ask.operation->attempts[ask.attempt].cancelled = now();
  note(now(), ask.operation->name + " cancelled", {{"id", span_of_ask(ask_id)}});
  const Operation::Step& step = ask.operation->steps[ask.step];
  Json answer;
  switch (step.on_cancel) {
    case Operation::Step::OnCancel::kCancelled:
      answer = {{"cancelled", true}};
      break;
    case Operation::Step::OnCancel::kReturns:
      answer = {{"ok", step.cancel_value}};
      break;
    case Operation::Step::OnCancel::kThrows:
      answer = {{"error", {{"type", step.cancel_type}, {"message", step.cancel_message}}}};
      break;
  }
  ask.timer =
      schedule(now() + step.cleanup, [this, ask_id, answer = std::move(answer)] { end_attempt(ask_id, answer); });
}

void World::Engine::on_tell(const Json& message) {
  const auto& operation = operation_of(message);
  operation->attempts.push_back({.args = message.at("args"), .started = now(), .ended = now()});
  if (operation->kind == Operation::Kind::kListener) {
    note(now(), operation->name, {{"args", message.at("args")}});
  }
}

void World::Engine::end_attempt(std::uint64_t ask_id, const Json& answer) {
  const auto found = asks_.find(ask_id);
  const Ask ask = std::move(found->second);
  asks_.erase(found);
  ask.operation->attempts[ask.attempt].ended = now();
  if (ask.blocks == Ask::Blocks::kThread) {
    for (auto& [id, other] : asks_)
      other.jobs -= std::min<std::size_t>(other.jobs, 1);  // the loop it held up learns of it later
  }
  Json more{{"id", span_of_ask(ask_id)}};
  if (const auto error = answer.find("error"); error != answer.end()) more["error"] = error->at("type");
  note(now(), ask.operation->name + (answer.contains("cancelled") ? " cleaned up" : " ended"), std::move(more));
  Json message = answer;
  message["op"] = "answer";
  if (ask.blocks == Ask::Blocks::kLoop && time_ == Time::kVirtual) message["now_ns"] = now_.count();
  message["ask"] = ask_id;
  channel_->send(message);
}

}  // namespace proctor
