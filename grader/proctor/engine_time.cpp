#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "grader/proctor/engine.hpp"

namespace proctor {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often the clock may move in one test. A program that looks every millisecond whether something has happened would
// otherwise run into a limit of real time, sooner on a slow machine than on a fast one; this count is the same
// everywhere.
constexpr std::size_t kMaxMoves = 10'000;
// How often its limit of real time a subject that goes on talking may live; run_proctor's patience is longer.
constexpr int kMostWalls = 4;
// Real time without any message after which the subject is asked for a sign of life; no verdict depends on it.
constexpr milliseconds kHeartbeat{1000};

}  // namespace

World::Engine::Progress World::Engine::run_until(const std::function<bool()>& reached,
                                                 std::optional<Duration> stop_at) {
  for (;;) {
    receive();
    if (reached()) return Progress::kReached;
    if (fate_) return Progress::kDead;
    if (steady_clock::now() > deadline()) {
      end_subject(late_fate());
      continue;
    }
    Progress progress{};
    if (quiescent()) {
      const Step step = time_may_pass(stop_at, progress);
      if (step == Step::kEnd) return progress;
      if (step == Step::kGoOn && time_ == Time::kVirtual) continue;
    }
    wait_for_something(stop_at);
  }
}

std::chrono::steady_clock::time_point World::Engine::deadline() const {
  return std::min(last_progress_ + config().test_wall, real_start_ + kMostWalls * config().test_wall);
}

// At quiescence: carries out what is due or moves the clock, and says how to go on; at the end `progress` says how it
// ended.
World::Engine::Step World::Engine::time_may_pass(std::optional<Duration> stop_at, Progress& progress) {
  const std::optional<Duration> next = next_due();
  if (next && *next <= now()) {
    // A timer of the subject's that is due stays in its report while what it set off is under way.
    return fire_due() ? Step::kGoOn : Step::kWait;
  }
  if (stop_at && (time_ == Time::kReal ? now() >= *stop_at : !next || *next > *stop_at)) {
    if (time_ == Time::kVirtual && now_ < *stop_at) {
      move_to(*stop_at);
      return Step::kGoOn;
    }
    progress = Progress::kTime;
    return Step::kEnd;
  }
  if (!next && !stop_at) {
    progress = Progress::kStuck;
    return Step::kEnd;
  }
  if (time_ == Time::kVirtual) move_to(*next);
  return Step::kGoOn;
}

std::optional<Duration> World::Engine::next_due() const {
  // While the loop is held up, its timers cannot fire, whatever they are due at.
  std::optional<Duration> next = ask_that_blocks_the_loop() == nullptr ? idle_->next_timer : std::nullopt;
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
  last_progress_ = steady_clock::now();
  // The server's clock follows, so that its journal dates the subject's next steps right; what it planned for this very
  // moment waits until the subject's own timers have had their effect.
  const std::optional<Duration> wakeup = clock_->next_wakeup();
  if (!wakeup || *wakeup > time) clock_->advance_to(time);
  channel_->send({{"op", "advance"}, {"to_ns", time.count()}});
}

bool World::Engine::fire_due() {
  if (clock_) {
    const std::optional<Duration> wakeup = clock_->next_wakeup();
    if (wakeup && *wakeup <= now_) {
      clock_->advance_to(now_);
      return true;
    }
  }
  if (!timers_.empty() && timers_.begin()->first.first <= now()) {
    const std::function<void()> action = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    action();
    return true;
  }
  return false;
}

std::size_t World::Engine::blocked_threads() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(asks_, [](const auto& ask) { return ask.second.blocks == Ask::Blocks::kThread; }));
}

const World::Engine::Ask* World::Engine::ask_that_blocks_the_loop() const {
  const auto found =
      std::ranges::find_if(asks_, [](const auto& ask) { return ask.second.blocks == Ask::Blocks::kLoop; });
  return found == asks_.end() ? nullptr : &found->second;
}

bool World::Engine::quiescent() {
  // A loop that is held up by an operation of ours reports nothing until it is answered; its jobs may go on meanwhile.
  if (const Ask* ask = ask_that_blocks_the_loop()) {
    return !channel_->wants_to_write() && blocked_threads() >= ask->jobs;
  }
  // A job that waits in an operation of ours is no work under way.
  if (!idle_ || idle_->seen != channel_->sent() || channel_->wants_to_write() || idle_->left.jobs > blocked_threads()) {
    return false;
  }
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
  auto patience = duration_cast<milliseconds>(deadline() - steady_clock::now()) + milliseconds(1);
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

}  // namespace proctor
