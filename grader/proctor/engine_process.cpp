#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>

#include "grader/proctor/engine.hpp"
#include "grader/proctor/plural.hpp"
#include "grader/proctor/record.hpp"
#include "grader/proctor/start.hpp"

namespace proctor {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kOutputLimit = 16 * 1024 * 1024;
// How long a subject may take to be gone after it closed its channel; it decides between two wordings, never about a
// point.
constexpr std::chrono::seconds kLastWords{5};

}  // namespace

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
  if (exit->asks_for_another_loader()) {
    return {Outcome::Kind::kCrashed, "the program cannot be started: it asks for a loader that is not there"};
  }
  if (!exit->problem.empty()) {
    current_record().infrastructure_error = exit->problem;
    throw InfrastructureError(exit->problem);
  }
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

}  // namespace proctor
