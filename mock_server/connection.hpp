#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "mock_server/answer.hpp"
#include "mock_server/framing.hpp"
#include "mock_server/input_buffer.hpp"
#include "mock_server/journal.hpp"
#include "mock_server/limits.hpp"
#include "mock_server/loop.hpp"
#include "mock_server/script_runner.hpp"

namespace mock_server {

struct Hub;

/// What a connection to the port of a fault's own is there for.
struct PortVisit {
  const Fault* fault = nullptr;
  Arguments arguments = {};
  WireScript greeting = {};
  bool opening = true;                    // the greeting is not over
  std::chrono::nanoseconds next_read{0};  // at a trickle
  std::unique_ptr<Wait> wait = {};
};

/// One accepted connection: reads requests, has them answered, runs the answer's script, and tells the journal and the
/// parking lot what happens. Loop thread only.
///
/// Theory of operation: the socket is watched for reading all the time, because that is how a client's leaving shows
/// while a script waits. What a client sends ahead is kept for the next request, up to a limit; beyond it the
/// connection closes after the answer. After a FIN of ours the connection only drains, until the client closes too.
class Connection : public std::enable_shared_from_this<Connection>, private ScriptRunner::Observer {
 public:
  Connection(Hub& hub, int fd, std::uint64_t id, std::uint16_t peer_port);

  void serve();                                                              ///< starts to read requests
  void visit(const Fault& fault, Arguments arguments, std::size_t attempt);  ///< the same, at the port of a fault
  /// Answers 503 with a reason, whatever the client sends, and closes: soon, even if the client does not.
  void refuse(std::string_view fault, const std::string& why);
  void end(End how);  ///< ends the open exchange, if any, and closes the socket in the way that fits
  std::uint64_t id() const { return id_; }

  /// Ends what has lasted longer than a limit allows, by `now` in real time.
  ///
  /// Returns: when the next limit is reached, if the connection lives on.
  std::optional<std::chrono::nanoseconds> enforce(const Limits& limits, std::chrono::nanoseconds now);

 private:
  void on_turn(const std::function<void()>& body) override;
  void on_waiting(std::optional<std::chrono::nanoseconds> wakes_at) override;
  void on_working() override;
  void on_sent(std::size_t bytes) override;
  void on_served() override;
  void on_ended(ScriptRunner::Ending ending) override;

  template <class Body>
  void guarded(const Body& body);
  void watch();
  void read_available();
  std::size_t room() const;
  void keep_input(std::string_view bytes);
  void take_requests();
  bool take_request();
  void note_head();
  Answer make_answer_or_refusal(Rules& rules);
  void answer_request();
  void edit_exchange(const std::function<void(Exchange&)>& edit);
  void announce(Change change);
  void open_exchange();
  void note_end(End how);
  void end_exchange(End how);
  void unpark();
  void start(WireScript script);
  void cut(std::string_view why);
  void reset();
  void finish();
  void close();

  // At the port of a fault's own (connection_at_port.cpp).
  bool reads(PortPlan::Reading how) const;
  bool just_opened();
  void greet();
  void trickle();
  void read_piece();
  void wait_for_next_piece();
  void look_for_leaving();

  Hub& hub_;
  Descriptor socket_;
  const std::uint64_t id_;
  const std::uint16_t peer_port_;
  ScriptRunner runner_;
  RequestFramer framer_;

  InputBuffer input_;  // received and not yet framed
  std::chrono::nanoseconds accepted_;
  const std::chrono::nanoseconds began_;   // real time, as is the next
  std::chrono::nanoseconds changed_;       // when the script began, or the connection became idle
  std::optional<std::uint64_t> exchange_;  // the open one
  std::uint64_t served_ = 0;
  std::size_t received_ = 0;  // bytes of the request that the framer has taken
  bool path_known_ = false;
  bool keep_alive_ = true;
  bool watching_ = false;
  bool waiting_ = false;      // the script waits: for time or the client
  bool client_done_ = false;  // the client has closed its side
  bool discarding_ = false;   // input is of no interest any more
  bool taking_ = false;       // take_requests() is running
  bool idle_ = false;         // the script goes on, and has served the request
  std::unique_ptr<PortVisit> visit_;
  std::unique_ptr<Wait> linger_;
};

}  // namespace mock_server
