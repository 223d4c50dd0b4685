#include "mock_server/route.hpp"

#include <stdexcept>

namespace mock_server {

namespace {
double in_ms(Duration time) { return std::chrono::duration<double, std::milli>(time).count(); }
}  // namespace

Route::Route(std::string method, std::string path)
    : Route(Sentence{.match = {.method = std::move(method), .path = std::move(path)}}) {}

Route::Route(Sentence sentence) : Route(std::move(sentence), std::make_shared<std::mutex>()) {}

Route::Route(Sentence sentence, std::shared_ptr<std::mutex> mutex)
    : mutex_(std::move(mutex)), sentence_(std::move(sentence)) {}

template <class Edit>
Route& Route::edit(const Edit& change) {
  const std::scoped_lock lock(*mutex_);
  change(sentence_.stages.back());
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

Route& Route::drip(Duration tick) { return fault("drip", {{"tick_ms", in_ms(tick)}}); }
Route& Route::fin_after(Duration time) { return fault("fin_after", {{"ms", in_ms(time)}}); }
Route& Route::rst_after(Duration time) { return fault("rst_after", {{"ms", in_ms(time)}}); }

Route& Route::fault(std::string_view id, Arguments arguments) {
  const Fault& found = route_fault(id);
  auto completed = complete(found, std::move(arguments));
  return edit([&](Stage& stage) {
    stage.fault = &found;
    stage.arguments = std::move(completed);
  });
}

Route& Route::script(Script script) {
  return edit([&](Stage& stage) { stage.script = std::move(script); });
}

Route& Route::times(std::size_t n) {
  return edit([&](Stage& stage) { stage.times = n; });
}

Route& Route::then() {
  return edit([&](Stage&) {
    sentence_.stages.emplace_back();
    has_body_ = false;
  });
}

Route& Route::with_query(std::string name, ValueMatcher value) {
  return edit([&](Stage&) { sentence_.match.query.push_back({std::move(name), std::move(value)}); });
}

Route& Route::with_header(std::string name, ValueMatcher value) {
  return edit([&](Stage&) { sentence_.match.headers.push_back({std::move(name), std::move(value)}); });
}

Route& Route::with_body(BodyMatcher body) {
  return edit([&](Stage&) { sentence_.match.body = std::move(body); });
}

Route& Route::when(std::string state, std::string value) {
  return edit([&](Stage&) { sentence_.when_state[std::move(state)] = std::move(value); });
}

Route& Route::set(std::string state, std::string value) {
  return edit([&](Stage& stage) { stage.set_state[std::move(state)] = std::move(value); });
}

Route& Route::key_by(RequestKey key) {
  return edit([&](Stage&) { sentence_.key = std::move(key); });
}

Route& Route::rate_limit(RateLimit limit) {
  limit.check();
  return edit([&](Stage&) { sentence_.rate_limit = limit; });
}

Route& Route::chance(double p, std::string_view fault_id) {
  Stage stage;
  stage.fault = &route_fault(fault_id);
  return chance(p, std::move(stage));
}

Route& Route::chance(double p, Stage stage) {
  if (!(p >= 0 && p <= 1)) throw std::invalid_argument("a chance is a share from 0 to 1");
  return edit([&](Stage&) {
    double sum = p;
    for (const auto& chance : sentence_.chances) sum += chance.p;
    if (sum > Chance::kWhole) throw std::invalid_argument("the chances of a route add up to more than 1");
    sentence_.chances.push_back({p, std::move(stage)});
  });
}

Route& Route::choose(Chooser chooser) {
  return edit([&](Stage&) { sentence_.chooser = std::move(chooser); });
}

Choice Route::next(const Request& request, const Moment& moment) {
  Choice choice;
  Chooser chooser;
  {
    const std::scoped_lock lock(*mutex_);
    choice = tally_.decide(sentence_, request, moment);
    if (choice.to_chooser) chooser = sentence_.chooser;
  }
  if (chooser) choice.stage = chooser(request, choice.attempt);
  return choice;
}

void Route::reset() {
  edit([&](Stage&) {
    Sentence blank;
    blank.match.method = std::move(sentence_.match.method);
    blank.match.path = std::move(sentence_.match.path);
    sentence_ = std::move(blank);
    has_body_ = false;
    tally_.clear();
  });
}

std::string Route::method() const {
  const std::scoped_lock lock(*mutex_);
  return sentence_.match.method;
}

std::string Route::path() const {
  const std::scoped_lock lock(*mutex_);
  return sentence_.match.path_text();
}

}  // namespace mock_server
