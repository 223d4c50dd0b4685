#include "mock_server/route.hpp"

#include <stdexcept>

namespace mock_server {

std::string Stage::fault_name() const {
  if (script) return "script";
  if (fault->id != "ok") return std::string(fault->id);
  if (!delay.is_none()) return "delay";
  if (response.status >= 400 && !handler) return "status";
  return "ok";
}

Route::Route(std::string method, std::string path) : method_(std::move(method)), path_(std::move(path)), stages_(1) {}

template <class Edit>
Route& Route::edit(const Edit& change) {
  const std::scoped_lock lock(mutex_);
  change(stages_.back());
  return *this;
}

Route& Route::json(Json body) {
  return edit([&](Stage& stage) {
    stage.response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    stage.response.content_type = "application/json";
    has_body_ = true;
  });
}

Route& Route::text(std::string body, std::string content_type) {
  return edit([&](Stage& stage) {
    stage.response.body = std::move(body);
    stage.response.content_type = std::move(content_type);
    has_body_ = true;
  });
}

Route& Route::status(int code) {
  return edit([&](Stage& stage) {
    stage.response.status = code;
    if (!has_body_ && code >= 400) stage.response.body = error_body(code);
  });
}

Route& Route::header(std::string name, std::string value) {
  return edit([&](Stage& stage) { stage.response.headers.emplace_back(std::move(name), std::move(value)); });
}

Route& Route::answer(Handler handler) {
  return edit([&](Stage& stage) { stage.handler = std::move(handler); });
}

Route& Route::delay(Delay delay) {
  return edit([&](Stage& stage) { stage.delay = delay; });
}

Route& Route::hang() { return fault("hang"); }
Route& Route::hang_after_headers() { return fault("hang_after_headers"); }
Route& Route::hang_mid_body() { return fault("hang_mid_body"); }
Route& Route::fin() { return fault("fin"); }
Route& Route::rst() { return fault("rst"); }
Route& Route::truncated_fin() { return fault("truncated_fin"); }
Route& Route::truncated_rst() { return fault("truncated_rst"); }
Route& Route::invalid_json() { return fault("invalid_json"); }
Route& Route::wrong_content_type() { return fault("wrong_content_type"); }

Route& Route::drip(Duration tick) {
  fault("drip");
  return edit([&](Stage& stage) { stage.tick = tick; });
}

Route& Route::fault(std::string_view id) {
  const Fault* found = find_fault(id);
  if (found == nullptr) throw std::invalid_argument("there is no fault \"" + std::string(id) + "\"");
  if (found->script == nullptr) {
    throw std::invalid_argument("the fault \"" + std::string(id) +
                                "\" needs a port of its own: Server::" + std::string(id) + "_url()");
  }
  return edit([&](Stage& stage) { stage.fault = found; });
}

Route& Route::script(Script script) {
  return edit([&](Stage& stage) { stage.script = std::move(script); });
}

Route& Route::times(std::size_t n) {
  return edit([&](Stage& stage) { stage.times = n; });
}

Route& Route::then() {
  const std::scoped_lock lock(mutex_);
  stages_.emplace_back();
  has_body_ = false;
  return *this;
}

Route& Route::choose(Chooser chooser) {
  const std::scoped_lock lock(mutex_);
  chooser_ = std::move(chooser);
  return *this;
}

Route::Choice Route::next(const Request& request) {
  Chooser chooser;
  Choice choice = next_of_sentence(request, chooser);
  // Called without the lock: it is the test's own code, and may use this route.
  if (chooser) choice.stage = chooser(request, choice.attempt);
  return choice;
}

Route::Choice Route::next_of_sentence(const Request& request, Chooser& chooser) {
  const std::scoped_lock lock(mutex_);
  chooser = chooser_;
  Choice choice;
  choice.key = find_header(request.headers, "X-Request-Key").value_or(request.path);
  choice.attempt = ++attempts_[choice.key];
  std::size_t answered = 0;
  for (const auto& stage : stages_) {
    answered += std::max<std::size_t>(stage.times, 1);
    if (choice.attempt <= answered || &stage == &stages_.back()) {
      choice.stage = stage;
      break;
    }
  }
  return choice;
}

void Route::reset() {
  const std::scoped_lock lock(mutex_);
  stages_.assign(1, {});
  chooser_ = nullptr;
  has_body_ = false;
  attempts_.clear();
}

}  // namespace mock_server
