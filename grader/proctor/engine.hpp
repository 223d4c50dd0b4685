#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mock_server/clock.hpp>
#include <mock_server/server.hpp>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "grader/proctor/channel.hpp"
#include "grader/proctor/config.hpp"
#include "grader/proctor/fate.hpp"
#include "grader/proctor/world.hpp"
#include "grader/sandbox/launcher.hpp"

namespace proctor {

/// Drives one test: the subject's process and channel, the operations, and the clock that all parties share.
///
/// Theory of operation. One loop, `run_until`, takes whatever arrived on the channel and asks whether the test is
/// *quiescent*: the subject's newest report says that nothing is ready to run and that it has carried out every message
/// sent to it, and each of its HTTP requests (known by its local port) is parked at a mock server (known by its peer
/// port). Only then may time move, and it moves to the earliest deadline of all parties: the subject's timers first,
/// then what the servers and operations had planned for that very moment. With nothing planned anywhere the subject
/// waits for ever, which is an answer too. If the test is not quiescent, something real is under way, and the loop
/// waits for it: a message, or a change at a server, after which the subject is asked for a new report.
///
/// On real time the same reasoning only finds calls that wait for ever; the clock is the machine's.
///
/// A subject that makes no step for `test_wall` of real time is ended: no message but that it waits, no move of the
/// clock. One that goes on step by step gets four times that: on a machine with little time for it, thousands of steps
/// take long, and none of them is to blame.
class World::Engine {
 public:
  explicit Engine(Time time);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  mock_server::Server& server() { return *server_; }
  std::mt19937_64& random() { return random_; }

  int start_call(const std::string& function, const std::vector<Argument>& args);
  void cancel_call(int id);
  bool call_done(int id);
  Outcome outcome(int id);
  void advance(Duration duration);
  void settle();
  Duration now() const;
  LeftBehind left_behind();
  std::vector<Json> diagnostics();

 private:
  struct CallState {
    std::string function;
    std::optional<Outcome> outcome;
    Duration started{};
  };
  struct Idle {
    std::size_t seen = 0;
    std::optional<Duration> next_timer;
    std::vector<std::uint16_t> ports;
    LeftBehind left;
  };
  struct Ask {
    std::shared_ptr<Operation::State> operation;
    std::size_t attempt = 0;
    std::size_t step = 0;
    std::uint64_t timer = 0;  // 0: none
    enum class Blocks { kNothing, kThread, kLoop } blocks = Blocks::kNothing;
    std::size_t jobs = 0;  // kLoop: in flight when it began
  };
  enum class Step { kGoOn, kWait, kEnd };
  enum class Progress { kReached, kTime, kStuck, kDead };

  void ensure_started();
  int socket_for_the_server(int family);
  Progress run_until(const std::function<bool()>& reached, std::optional<Duration> stop_at);
  Step time_may_pass(std::optional<Duration> stop_at, Progress& progress);
  std::optional<Duration> next_due() const;
  void move_to(Duration time);
  bool fire_due();
  bool quiescent();
  std::size_t blocked_threads() const;
  const Ask* ask_that_blocks_the_loop() const;
  void wait_for_something(std::optional<Duration> stop_at);

  void receive();
  void handle(const Json& message);
  void on_result(const Json& message);
  void on_ask(const Json& message);
  void on_ask_cancelled(const Json& message);
  void on_tell(const Json& message);
  const std::shared_ptr<Operation::State>& operation_of(const Json& message) const;
  Json reference_to(const Operation& operation);
  void on_idle(const Json& message);
  void end_attempt(std::uint64_t ask_id, const Json& answer);
  std::uint64_t schedule(Duration at, std::function<void()> action);

  std::chrono::steady_clock::time_point deadline() const;
  void drain_output();
  void end_subject(Fate fate);
  Fate examine_end();
  Fate late_fate() const;
  void note(Duration at, std::string what, Json more = Json::object());
  /// Sequence numbers of the requests that the subject itself still holds.
  std::set<std::uint64_t> requests_left_open() const;
  void leave_record(const std::set<std::uint64_t>& left_open);

  Time time_;
  std::chrono::steady_clock::time_point real_start_;
  std::chrono::steady_clock::time_point last_progress_;
  std::shared_ptr<mock_server::ManualClock> clock_;  // null on real time
  int wake_fd_ = -1;
  std::mutex sockets_mutex_;  // the server takes them on its own thread too
  std::unique_ptr<mock_server::Server> server_;
  std::mt19937_64 random_;

  std::unique_ptr<Channel> channel_;  // null until the subject was started
  std::optional<sandbox::Process> process_;
  bool said_hello_ = false;
  std::set<std::string, std::less<>> functions_;
  std::optional<Fate> fate_;
  std::string output_;
  std::size_t output_total_ = 0;

  Duration now_{};
  std::size_t moves_ = 0;  // of the clock
  std::optional<Idle> idle_;
  bool server_changed_ = false;
  std::map<int, CallState> calls_;
  int next_call_ = 1;
  std::vector<std::shared_ptr<Operation::State>> operations_;
  std::map<std::uint64_t, Ask> asks_;
  std::map<std::pair<Duration, std::uint64_t>, std::function<void()>>
      timers_;  // equal times fire in the order they were planned
  std::uint64_t next_timer_ = 1;
  bool hung_ = false;
  std::vector<Json> diagnostics_;
  std::multimap<Duration, Json> timeline_;  // equal times in the order they were noted
};

}  // namespace proctor
