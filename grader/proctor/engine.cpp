#include "grader/proctor/engine.hpp"

#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <system_error>
#include <utility>

#include "grader/proctor/plural.hpp"
#include "grader/proctor/record.hpp"
#include "grader/proctor/spans.hpp"
#include "grader/wire/messages.hpp"

namespace proctor {
namespace {

using std::chrono::duration_cast;
using std::chrono::steady_clock;

}  // namespace

// The calls of a test, and what they leave for the report. Time, messages and the process have files of their own: engine_*.cpp.

World::Engine::Engine(Time time) : time_(time), real_start_(steady_clock::now()), last_progress_(real_start_) {
  wake_fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake_fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string name = test == nullptr ? "" : std::string(test->test_suite_name()) + "." + test->name();
  // FNV-1a rather than std::hash: the same inputs on every machine for the same seed.
  std::uint64_t hash = 14695981039346656037ULL ^ config().seed;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
  random_.seed(hash);

  mock_server::Options options;
  if (!config().subject.empty() && config().confinement.gives_sockets()) {
    ensure_started();
    process_->await_start();
    options.sockets = [this](int family) { return socket_for_the_server(family); };
  }
  if (time_ == Time::kVirtual) options.clock = clock_ = std::make_shared<mock_server::ManualClock>();
  options.seed = hash;
  options.on_change = [fd = wake_fd_] {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t ignored = ::write(fd, &one, sizeof one);  // full means: already awake
  };
  server_ = std::make_unique<mock_server::Server>(options);
}

World::Engine::~Engine() {
  const std::set<std::uint64_t> left_open = requests_left_open();
  {
    const std::lock_guard lock(sockets_mutex_);
    process_.reset();  // ends it, and waits until nothing of it is left
  }
  leave_record(left_open);
  // Whatever a test's assertions saw of it, no test passes in which the subject died.
  if (fate_) ADD_FAILURE() << fate_->message;
  server_.reset();  // its thread calls on_change until it is gone
  ::close(wake_fd_);
}

int World::Engine::socket_for_the_server(int family) {
  if (family != AF_INET) {
    errno = EAFNOSUPPORT;
    return -1;
  }
  const std::lock_guard lock(sockets_mutex_);
  if (process_) return process_->take_socket();
  errno = ENETDOWN;
  return -1;
}

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
    values.push_back(arg.operation() ? reference_to(*arg.operation()) : arg.value());
  }
  channel_->send({{"op", "call"}, {"id", id}, {"function", function}, {"args", std::move(values)}});
  note(now(), "call", {{"function", function}, {"id", span_of_call(id)}});
  return id;
}

Json World::Engine::reference_to(const Operation& operation) {
  operations_.push_back(operation.state());
  Json reference{{wire::kOperation, operations_.size() - 1}};
  switch (operation.state()->kind) {
    case Operation::Kind::kAsync:
      break;
    case Operation::Kind::kBlocking:
      reference["kind"] = wire::kBlocking;
      break;
    case Operation::Kind::kListener:
      reference["kind"] = wire::kListener;
      break;
    case Operation::Kind::kValues:
      reference["kind"] = wire::kValues;
      reference["values"] = operation.state()->values;
      break;
  }
  return reference;
}

void World::Engine::cancel_call(int id) {
  if (fate_ || call_done(id)) return;
  channel_->send({{"op", "cancel"}, {"id", id}});
  note(now(), "cancel", {{"function", calls_.at(id).function}, {"id", span_of_call(id)}});
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
    note(now(), "waits for ever", {{"function", call.function}, {"id", span_of_call(id)}});
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
  std::vector<Json> reliable;
  std::ranges::copy_if(diagnostics_, std::back_inserter(reliable),
                       [](const Json& diagnostic) { return diagnostic.at("kind") != "blocked_loop"; });
  return reliable;
}

}  // namespace proctor
