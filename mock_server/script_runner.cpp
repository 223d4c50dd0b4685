#include "mock_server/script_runner.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>

#include "mock_server/loop.hpp"

namespace mock_server {

namespace {
constexpr std::chrono::milliseconds kFlushPoll{1};

/// Then other connections have a turn, however fast this client reads.
constexpr std::size_t kTurnBytes = 1 << 20;
}  // namespace

/// Carries out one step; returns false when the script has to stop here for now.
struct ScriptRunner::Execute {
  ScriptRunner& runner;

  bool operator()(const step::Send& send) const {
    ++runner.next_;
    runner.pending_ = send.bytes;
    return true;
  }

  bool operator()(const step::Pause& pause) const {
    ++runner.next_;
    runner.due_ += pause.duration;
    return runner.is_due(Duration{0});
  }

  bool operator()(const step::Drip& drip) const {
    if (is_over(drip.bytes.size(), drip.tick)) return true;
    if (!runner.is_due(drip.tick * static_cast<long>(runner.ticks_))) return false;
    runner.pending_ = std::string_view(drip.bytes).substr(runner.ticks_++, 1);
    return true;
  }

  bool operator()(const step::Repeat& repeat) const {
    if (is_over(repeat.times, repeat.tick)) return true;
    if (!runner.is_due(repeat.tick * static_cast<long>(runner.ticks_))) return false;
    runner.pending_ = repeat.piece;
    ++runner.ticks_;
    return true;
  }

  bool is_over(std::size_t ticks, Duration tick) const {
    if (runner.ticks_ < ticks) return false;
    if (ticks > 0) runner.due_ += tick * static_cast<long>(ticks - 1);
    runner.ticks_ = 0;
    ++runner.next_;
    return true;
  }

  bool operator()(const step::Served&) const {
    ++runner.next_;
    runner.observer_.on_served();
    return true;
  }

  bool operator()(const step::Hang&) const {
    runner.observer_.on_waiting(std::nullopt);
    return false;
  }

  bool operator()(const step::Flush&) const {
    int unacknowledged = 0;
    if (::ioctl(runner.socket_.fd(), SIOCOUTQ, &unacknowledged) != 0 || unacknowledged == 0) {
      ++runner.next_;
      return true;
    }
    runner.wait_ = runner.real_.wake_at(runner.real_.now() + kFlushPoll, runner.guarded([&r = runner] { r.run(); }));
    return false;
  }

  bool operator()(const step::HalfClose&) const {
    ++runner.next_;
    ::shutdown(runner.socket_.fd(), SHUT_WR);
    return true;
  }

  bool operator()(const step::Fin&) const {
    runner.end(Ending::kFin);
    return false;
  }

  bool operator()(const step::Reset&) const {
    runner.end(Ending::kReset);
    return false;
  }
};

template <class Body>
std::function<void()> ScriptRunner::guarded(Body body) {
  return [this, owner = owner_, body = std::move(body)] {
    if (const auto alive = owner.lock()) observer_.on_turn(body);
  };
}

void ScriptRunner::start(WireScript script, std::weak_ptr<void> owner) {
  owner_ = std::move(owner);
  script_ = std::move(script);
  next_ = 0;
  ticks_ = 0;
  turn_bytes_ = 0;
  pending_ = {};
  due_ = time_.now();
  active_ = true;
  run();
}

void ScriptRunner::abandon() {
  active_ = false;
  wait_.reset();
}

void ScriptRunner::run() {
  while (active_) {
    if (!write_pending()) return;
    if (next_ == script_.size()) return end(Ending::kComplete);
    if (!std::visit(Execute{*this}, script_[next_])) return;
  }
}

/// Returns whether a time has come; if not, the script goes on when it has.
bool ScriptRunner::is_due(Duration after_due) {
  if (due_ + after_due <= time_.now()) return true;
  wait_until(due_ + after_due);
  return false;
}

void ScriptRunner::run_when_writable() {
  turn_bytes_ = 0;
  socket_.when_writable(guarded([this] {
    if (active_) run();
  }));
}

/// Returns whether everything is with the kernel; if not, the script goes on when it is, or has ended.
bool ScriptRunner::write_pending() {
  while (!pending_.empty()) {
    if (turn_bytes_ >= kTurnBytes) {
      run_when_writable();
      return false;
    }
    const auto sent = ::send(socket_.fd(), pending_.data(), pending_.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      pending_.remove_prefix(static_cast<std::size_t>(sent));
      turn_bytes_ += static_cast<std::size_t>(sent);
      observer_.on_sent(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      run_when_writable();
      return false;
    } else if (errno != EINTR) {
      end(Ending::kClientGone);
      return false;
    }
  }
  return true;
}

void ScriptRunner::wait_until(std::chrono::nanoseconds when) {
  wait_ = time_.wake_at(when, guarded([this] {
                          observer_.on_working();
                          run();
                        }));
  observer_.on_waiting(when);
}

void ScriptRunner::end(Ending ending) {
  abandon();
  observer_.on_ended(ending);
}

}  // namespace mock_server
