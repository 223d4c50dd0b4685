#include "grader/proctor/engine.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>
#include <system_error>
#include <thread>
#include <utility>

#include "grader/proctor/record.hpp"
#include "grader/proctor/start.hpp"
#include "grader/wire/messages.hpp"

namespace proctor {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kOutputLimit = 16 * 1024 * 1024;
// How long a subject may take to be gone after it closed its channel; it decides between two wordings, never about a
// point.
constexpr std::chrono::seconds kLastWords{5};
// How often the clock may move in one test. A program that looks every millisecond whether something has happened would
// otherwise run into a limit of real time, sooner on a slow machine than on a fast one; this count is the same
// everywhere.
constexpr std::size_t kMaxMoves = 10'000;
// Real time without any message after which the subject is asked for a sign of life; no verdict depends on it.
constexpr milliseconds kHeartbeat{1000};

std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

World::Engine::Engine(Time time) : time_(time), real_start_(steady_clock::now()) {
  wake_fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake_fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string name = test == nullptr ? "" : std::string(test->test_suite_name()) + "." + test->name();
  // FNV-1a rather than std::hash: the same inputs on every machine for the same seed.
  std::uint64_t hash = 14695981039346656037ULL ^ config().seed;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
  random_.seed(hash);

  mock_server::Options options;
  if (time_ == Time::kVirtual) options.clock = clock_ = std::make_shared<mock_server::ManualClock>();
  options.seed = hash;
  options.on_change = [fd = wake_fd_] {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t ignored = ::write(fd, &one, sizeof one);  // full means: already awake
  };
  server_ = std::make_unique<mock_server::Server>(options);
}

World::Engine::~Engine() {
  process_.reset();  // kills and reaps
  leave_record();
  // Whatever a test's assertions saw of it, no test passes in which the subject died.
  if (fate_) ADD_FAILURE() << fate_->message;
  server_.reset();  // its thread calls on_change until it is gone
  ::close(wake_fd_);
}

// ---- calls
// -------------------------------------------------------------------------------------------------------------------------

int World::Engine::start_call(const std::string& function, const std::vector<Argument>& args) {
  ensure_started();
  const int id = next_call_++;
  CallState& call = calls_[id];
  call.function = function;
  // The subject may still be on its way to its first report; a call belongs to the moment in which all is quiet.
  run_until([this] { return said_hello_ || fate_; }, std::nullopt);
  call.started = now();
  if (fate_) return id;
  if (!functions_.contains(function)) {
    current_record().infrastructure_error = "the binding exposes no function \"" + function + "\"";
    throw InfrastructureError(current_record().infrastructure_error);
  }
  Json values = Json::array();
  for (const Argument& arg : args) {
    if (arg.operation()) {
      operations_.push_back(arg.operation()->state());
      values.push_back({{wire::kOperation, operations_.size() - 1}});
    } else {
      values.push_back(arg.value());
    }
  }
  channel_->send({{"op", "call"}, {"id", id}, {"function", function}, {"args", std::move(values)}});
  note(now(), "call", {{"function", function}});
  return id;
}

void World::Engine::cancel_call(int id) {
  if (fate_ || call_done(id)) return;
  channel_->send({{"op", "cancel"}, {"id", id}});
  note(now(), "cancel", {{"function", calls_.at(id).function}});
}

bool World::Engine::call_done(int id) {
  receive();
  return calls_.at(id).outcome.has_value();
}

Outcome World::Engine::outcome(int id) {
  CallState& call = calls_.at(id);
  const Progress progress = run_until([&call] { return call.outcome.has_value(); }, std::nullopt);
  if (call.outcome) return *call.outcome;
  Outcome outcome{.started = call.started, .ended = now()};
  if (progress == Progress::kStuck) {
    hung_ = true;
    outcome.kind = Outcome::Kind::kHung;
    const std::size_t requests = idle_ ? idle_->ports.size() : 0;
    outcome.message = call.function + " waits for ever: no timer is pending" +
                      (requests > 0 ? ", and " + plural(requests, "request") + " to a server that will never answer " +
                                          (requests == 1 ? "is" : "are") + " open"
                                    : ", and nothing is left that could wake it");
    note(now(), "waits for ever", {{"function", call.function}});
  } else {
    outcome.kind = fate_->kind;
    outcome.message = fate_->message;
  }
  return *(call.outcome = outcome);
}

void World::Engine::advance(Duration duration) {
  ensure_started();
  run_until([] { return false; }, now() + duration);
}

void World::Engine::settle() {
  ensure_started();
  run_until([] { return false; }, now());
}

Duration World::Engine::now() const {
  return time_ == Time::kVirtual ? now_ : duration_cast<Duration>(steady_clock::now() - real_start_);
}

LeftBehind World::Engine::left_behind() {
  settle();
  if (fate_ || !idle_) return LeftBehind{.known = false};
  return idle_->left;
}

std::vector<Json> World::Engine::diagnostics() {
  settle();
  return diagnostics_;
}

// ---- time
// --------------------------------------------------------------------------------------------------------------------------

World::Engine::Progress World::Engine::run_until(const std::function<bool()>& reached,
                                                 std::optional<Duration> stop_at) {
  for (;;) {
    receive();
    if (reached()) return Progress::kReached;
    if (fate_) return Progress::kDead;
    if (steady_clock::now() - real_start_ > config().test_wall) {
      end_subject(late_fate());
      continue;
    }
    Progress progress{};
    if (quiescent()) {
      if (!time_may_pass(stop_at, progress)) return progress;
      if (time_ == Time::kVirtual) continue;
    }
    wait_for_something(stop_at);
  }
}

// At quiescence: carries out what is due or moves the clock, and returns true to go on; false when `progress` says how
// it ended.
bool World::Engine::time_may_pass(std::optional<Duration> stop_at, Progress& progress) {
  const std::optional<Duration> next = next_due();
  if (next && *next <= now()) {
    fire_due();
    return true;
  }
  if (stop_at && (time_ == Time::kReal ? now() >= *stop_at : !next || *next > *stop_at)) {
    if (time_ == Time::kVirtual && now_ < *stop_at) {
      move_to(*stop_at);
      return true;
    }
    progress = Progress::kTime;
    return false;
  }
  if (!next && !stop_at) {
    progress = Progress::kStuck;
    return false;
  }
  if (time_ == Time::kVirtual) move_to(*next);
  return true;
}

std::optional<Duration> World::Engine::next_due() const {
  std::optional<Duration> next = idle_->next_timer;
  const auto consider = [&next](std::optional<Duration> candidate) {
    if (candidate && (!next || *candidate < *next)) next = candidate;
  };
  if (!timers_.empty()) consider(timers_.begin()->first.first);
  if (clock_) {
    consider(clock_->next_wakeup());
  } else {
    for (const mock_server::Parked& parked : server_->parked()) consider(parked.wakes_at);
  }
  return next;
}

void World::Engine::move_to(Duration time) {
  if (++moves_ > kMaxMoves) {
    end_subject({Outcome::Kind::kTimedOut, "stopped after the clock had moved 10,000 times, to " + describe(time) +
                                               ": does the program look again and again instead of waiting?"});
    return;
  }
  now_ = time;
  // The server's clock follows, so that its journal dates the subject's next steps right; what it planned for this very
  // moment waits until the subject's own timers have had their effect.
  const std::optional<Duration> wakeup = clock_->next_wakeup();
  if (!wakeup || *wakeup > time) clock_->advance_to(time);
  channel_->send({{"op", "advance"}, {"to_ns", time.count()}});
}

void World::Engine::fire_due() {
  if (clock_) {
    const std::optional<Duration> wakeup = clock_->next_wakeup();
    if (wakeup && *wakeup <= now_) {
      clock_->advance_to(now_);
      return;
    }
  }
  if (!timers_.empty() && timers_.begin()->first.first <= now()) {
    const std::function<void()> action = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    action();
  }
}

bool World::Engine::quiescent() {
  if (!idle_ || idle_->seen != channel_->sent() || channel_->wants_to_write() || idle_->left.jobs > 0) return false;
  if (idle_->ports.empty()) return true;
  const std::vector<mock_server::Parked> parked = server_->parked();
  const bool all_parked = std::ranges::all_of(idle_->ports, [&parked](std::uint16_t port) {
    return port != 0 && std::ranges::find(parked, port, &mock_server::Parked::peer_port) != parked.end();
  });
  if (!all_parked && std::exchange(server_changed_, false)) {
    channel_->send({{"op", "ping"}});  // a request that had no port when the subject last reported may have one now
  }
  return all_parked;
}

void World::Engine::wait_for_something(std::optional<Duration> stop_at) {
  std::array<pollfd, 4> waiting{{
      {channel_->fd(), static_cast<short>(POLLIN | (channel_->wants_to_write() ? POLLOUT : 0)), 0},
      {wake_fd_, POLLIN, 0},
      {process_ ? process_->output_fd() : -1, POLLIN, 0},
      {process_ ? process_->end_fd() : -1, POLLIN, 0},
  }};
  auto patience = duration_cast<milliseconds>(real_start_ + config().test_wall - steady_clock::now()) + milliseconds(1);
  if (time_ == Time::kReal) {
    const auto consider = [&](Duration at) {
      patience = std::min(patience, std::chrono::ceil<milliseconds>(at - now()));
    };
    if (!timers_.empty()) consider(timers_.begin()->first.first);
    if (stop_at) consider(*stop_at);
  }
  patience = std::min(patience, kHeartbeat);
  const int ready =
      ::poll(waiting.data(), waiting.size(), static_cast<int>(std::max(patience, milliseconds(0)).count()));
  // A subject that closed its descriptors is only found out when its reader next wakes: as long as a read is under way,
  // the kernel keeps the socket open.
  if (ready == 0 && patience == kHeartbeat && said_hello_ && !fate_) channel_->send({{"op", "ping"}});
  if ((waiting[1].revents & POLLIN) != 0) {
    std::uint64_t count = 0;
    server_changed_ = ::read(wake_fd_, &count, sizeof count) > 0;
  }
  if (waiting[2].revents != 0) drain_output();
  if ((waiting[0].revents & POLLOUT) != 0) channel_->flush();
}

std::uint64_t World::Engine::schedule(Duration at, std::function<void()> action) {
  const std::uint64_t id = next_timer_++;
  timers_.emplace(std::pair(at, id), std::move(action));
  return id;
}

// ---- messages
// ----------------------------------------------------------------------------------------------------------------------

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
  } else if (op == "diagnostic") {
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
    note(outcome.ended, "threw", {{"function", call.function}, {"error", outcome.type}});
  } else {
    outcome.kind = Outcome::Kind::kReturned;
    outcome.value = message.at("ok");
    note(outcome.ended, "returned", {{"function", call.function}});
  }
  call.outcome = std::move(outcome);
}

void World::Engine::on_ask(const Json& message) {
  const auto ask_id = message.at("ask").get<std::uint64_t>();
  const auto& operation = operations_.at(message.at("operation").get<std::size_t>());
  if (asks_.contains(ask_id)) throw Json::other_error::create(500, "a reused ask", nullptr);
  Ask ask{.operation = operation,
          .attempt = operation->attempts.size(),
          .step = std::min(operation->attempts.size(), operation->steps.size() - 1)};
  operation->attempts.push_back({.args = message.at("args"), .started = now()});
  note(now(), operation->name + " started");
  const Operation::Step& step = operation->steps[ask.step];
  if (step.end != Operation::Step::End::kNever) {
    Json answer = step.end == Operation::Step::End::kReturns
                      ? Json{{"ok", step.value}}
                      : Json{{"error", {{"type", step.type}, {"message", step.message}}}};
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
  note(now(), ask.operation->name + " cancelled");
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

void World::Engine::end_attempt(std::uint64_t ask_id, const Json& answer) {
  const auto found = asks_.find(ask_id);
  const Ask ask = std::move(found->second);
  asks_.erase(found);
  ask.operation->attempts[ask.attempt].ended = now();
  note(now(), ask.operation->name + (answer.contains("cancelled") ? " cleaned up" : " ended"));
  Json message = answer;
  message["op"] = "answer";
  message["ask"] = ask_id;
  channel_->send(message);
}

// ---- the subject's life
// ------------------------------------------------------------------------------------------------------------

void World::Engine::ensure_started() {
  if (process_ || fate_) return;
  try {
    StartedSubject started = fresh_subject(time_);
    channel_ = std::move(started.channel);
    process_.emplace(std::move(started.process));
  } catch (const std::system_error& error) {
    current_record().infrastructure_error = error.what();
    throw InfrastructureError(error.what());
  }
  if (config().start_ahead && time_ == Time::kVirtual) start_ahead(time_);
}

void World::Engine::drain_output() {
  if (!process_ || process_->output_fd() < 0) return;
  std::array<char, 65536> block;  // NOLINT: filled by read
  for (;;) {
    const ssize_t count = ::read(process_->output_fd(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;  // nothing more for now
    if (count == 0) return process_->close_output();
    const auto bytes = static_cast<std::size_t>(count);
    output_total_ += bytes;
    output_.append(block.data(),
                   std::min(bytes, config().output_bytes - std::min(output_.size(), config().output_bytes)));
    if (output_total_ > kOutputLimit && !fate_) {
      end_subject({Outcome::Kind::kTimedOut, "the program wrote more than 16 MiB of output and was stopped"});
      return;
    }
  }
}

Fate World::Engine::examine_end() {
  const auto give_up = steady_clock::now() + kLastWords;
  std::optional<sandbox::Exit> exit;
  while (!(exit = process_->poll()) && steady_clock::now() < give_up) {
    drain_output();
    if (fate_) return *fate_;
    std::this_thread::sleep_for(milliseconds(1));
  }
  drain_output();
  if (!exit) return {Outcome::Kind::kCrashed, "the program closed its channel to the grader"};
  if (channel_->pending_bytes() > 0 && !said_hello_) {
    return {Outcome::Kind::kCrashed, "the program wrote garbage on the channel to the grader and ended"};
  }
  return fate_of(*exit, output_, said_hello_);
}

Fate World::Engine::late_fate() const {
  std::string state = "it was running or blocking outside the event loop";
  if (!said_hello_) {
    state = "it had not begun";
  } else if (idle_ && idle_->seen == channel_->sent()) {
    state = idle_->left.jobs > 0 ? "it waited for " + plural(idle_->left.jobs, "executor job")
                                 : "it waited with " + plural(idle_->ports.size(), "request") + " open";
  }
  return {Outcome::Kind::kTimedOut,
          "stopped after " + describe(Duration(config().test_wall)) + " of real time without an answer; " + state};
}

void World::Engine::end_subject(Fate fate) {
  if (fate_) return;
  fate_ = std::move(fate);
  if (process_) process_->kill();
  note(now(), "subject ended", {{"why", fate_->message}});
}

// ---- the record
// --------------------------------------------------------------------------------------------------------------------

void World::Engine::note(Duration at, std::string what, Json more) {
  more["at_ms"] = static_cast<double>(duration_cast<std::chrono::microseconds>(at).count()) / 1000.0;
  more["what"] = std::move(what);
  timeline_.emplace(at, std::move(more));
}

void World::Engine::leave_record() {
  for (const mock_server::Exchange& exchange : server_->journal().snapshot()) {
    const Json about{{"path", exchange.request.path}};
    note(exchange.request_complete.value_or(exchange.accepted), "request", about);
    if (exchange.ended) note(*exchange.ended, std::string(mock_server::to_string(exchange.end)), about);
  }
  TestRecord& record = current_record();
  for (const auto& [at, entry] : timeline_) record.timeline.push_back(entry);
  record.diagnostics.insert(record.diagnostics.end(), diagnostics_.begin(), diagnostics_.end());
  if (fate_ && !record.fate) record.fate = fate_;
  record.hung = record.hung || hung_;
}

}  // namespace proctor
