#include "grader/proctor/operation.hpp"

#include <algorithm>
#include <utility>

namespace proctor {
namespace {

std::size_t count(const std::vector<Attempt>& attempts, bool (*matches)(const Attempt&)) {
  return static_cast<std::size_t>(std::ranges::count_if(attempts, matches));
}

}  // namespace

Operation::Operation(std::string name, Kind kind) : state_(std::make_shared<State>()) {
  state_->name = std::move(name);
  state_->kind = kind;
}

Operation values(std::string name, std::vector<Json> values) {
  Operation source(std::move(name), Operation::Kind::kValues);
  source.state()->values = std::move(values);
  return source;
}

Operation& Operation::takes(Duration duration) {
  step().takes = duration;
  return *this;
}

Operation& Operation::returns(Json value) {
  step().end = Step::End::kReturns;
  step().value = std::move(value);
  return *this;
}

Operation& Operation::throws(std::string type, std::string message) {
  step().end = Step::End::kThrows;
  step().type = std::move(type);
  step().message = std::move(message);
  return *this;
}

Operation& Operation::throws_status(int status, std::string message) {
  throws("StatusError", std::move(message));
  step().status = status;
  return *this;
}

Operation& Operation::hangs() {
  step().end = Step::End::kNever;
  return *this;
}

Operation& Operation::cleanup_takes(Duration duration) {
  step().cleanup = duration;
  return *this;
}

Operation& Operation::returns_when_cancelled(Json value) {
  step().on_cancel = Step::OnCancel::kReturns;
  step().cancel_value = std::move(value);
  return *this;
}

Operation& Operation::throws_when_cancelled(std::string type, std::string message) {
  step().on_cancel = Step::OnCancel::kThrows;
  step().cancel_type = std::move(type);
  step().cancel_message = std::move(message);
  return *this;
}

Operation& Operation::then() {
  state_->steps.emplace_back();
  return *this;
}

const std::string& Operation::name() const { return state_->name; }
std::vector<Attempt> Operation::attempts() const { return state_->attempts; }
std::size_t Operation::started() const { return state_->attempts.size(); }
std::size_t Operation::cancelled() const {
  return count(state_->attempts, [](const Attempt& attempt) { return attempt.cancelled.has_value(); });
}
std::size_t Operation::ended() const {
  return count(state_->attempts, [](const Attempt& attempt) { return attempt.ended.has_value(); });
}
std::size_t Operation::running() const { return started() - ended(); }

}  // namespace proctor
