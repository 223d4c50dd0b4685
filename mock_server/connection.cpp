#include "mock_server/connection.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "mock_server/answer.hpp"
#include "mock_server/hub.hpp"

namespace mock_server {

Connection::Connection(Hub& hub, int fd, std::uint64_t id, std::uint16_t peer_port)
    : hub_(hub),
      socket_(hub.loop, fd),
      id_(id),
      peer_port_(peer_port),
      runner_(socket_, *hub.time, *hub.real, *this),
      framer_(hub.rules.get()->limits.request_bytes),
      accepted_(hub.time->now()),
      began_(hub.real->now()),
      changed_(began_) {}

void Connection::serve() { watch(); }

void Connection::hang_at_once() {
  discarding_ = true;
  open_exchange();
  hub_.journal.change(*exchange_, [](Exchange& exchange) { exchange.fault = "accept_hang"; });
  hub_.journal.count_in_flight(*exchange_);
  start({step::Hang{}});
  watch();
}

// ---- reading ----

void Connection::watch() {
  if (watching_ || client_done_ || !socket_.is_open()) return;
  watching_ = true;
  socket_.when_readable([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || !self->socket_.is_open()) return;
    self->watching_ = false;
    self->hub_.turn([&] { self->read_available(); });
  });
}

void Connection::read_available() {
  while (true) {
    const auto got = ::recv(socket_.fd(), hub_.scratch.data(), hub_.scratch.size(), 0);
    if (got > 0) {
      keep_input({hub_.scratch.data(), static_cast<std::size_t>(got)});
      if (static_cast<std::size_t>(got) < hub_.scratch.size()) break;
    } else if (got == 0) {
      client_done_ = true;
      break;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR) {
      return end(End::kClientReset);
    }
    take_requests();
    if (!socket_.is_open()) return;
  }
  take_requests();
  if (!socket_.is_open()) return;
  if (client_done_ && (waiting_ || !runner_.active())) return end(End::kClientLeft);
  watch();
}

void Connection::keep_input(std::string_view bytes) {
  if (discarding_) return;
  input_.append(bytes);
  if (!runner_.active() || input_.size() <= hub_.rules.get()->limits.request_bytes) return;
  // Too much sent ahead: it will not be answered, but reading goes on, or the client's leaving would go unseen.
  discarding_ = true;
  keep_alive_ = false;
  input_.clear();
}

// ---- requests ----

void Connection::take_requests() {
  taking_ = true;
  while (socket_.is_open() && !runner_.active() && !discarding_ && take_request()) {
  }
  taking_ = false;
}

/// Returns whether a request was complete (or refused) and has been answered.
bool Connection::take_request() {
  if (input_.empty()) return false;
  if (!exchange_) open_exchange();
  const auto state = framer_.consume(input_);
  if (!path_known_ && !framer_.head().empty()) note_head();
  if (state != RequestFramer::State::kRefused && state != RequestFramer::State::kComplete) return false;
  answer_request();
  return true;
}

/// Lets the journal know the path of a request whose body has not arrived yet.
void Connection::note_head() {
  path_known_ = true;
  hub_.journal.change(*exchange_, [&](Exchange& exchange) {
    exchange.request.method = framer_.method();
    exchange.request.target = framer_.target();
    exchange.request.path = exchange.request.target.substr(0, exchange.request.target.find('?'));
  });
  hub_.changed = true;
  if (framer_.expects_continue() && framer_.state() == RequestFramer::State::kBody && input_.empty()) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    ::send(socket_.fd(), kContinue.data(), kContinue.size(), MSG_NOSIGNAL);
  }
}

void Connection::answer_request() {
  const auto rules = hub_.rules.get();  // the same ones until the answer is chosen, whatever is installed meanwhile
  Answer answer =
      framer_.state() == RequestFramer::State::kRefused
          ? make_refusal(framer_.refusal())
          : make_answer(hub_.engine, *rules, {.connection = id_, .now = hub_.time->now(), .seed = rules->seed},
                        framer_.head(), framer_.take_body());
  framer_ = RequestFramer(rules->limits.request_bytes);
  keep_alive_ = answer.keep_alive;
  hub_.journal.change(*exchange_, [&](Exchange& exchange) {
    if (answer.parsed) exchange.request = std::move(answer.request);
    exchange.request_complete = hub_.time->now();
    exchange.key = std::move(answer.key);
    exchange.attempt = answer.attempt;
    exchange.fault = std::move(answer.fault);
    exchange.status = answer.status;
  });
  hub_.journal.count_in_flight(*exchange_);
  hub_.changed = true;
  start(std::move(answer.script));
}

void Connection::start(WireScript script) {
  changed_ = hub_.real->now();
  runner_.start(std::move(script), weak_from_this());
}

// ---- what the script does ----

void Connection::on_turn(const std::function<void()>& body) { hub_.turn(body); }

void Connection::on_waiting(std::optional<std::chrono::nanoseconds> wakes_at) {
  if (client_done_) return end(End::kClientLeft);
  waiting_ = true;
  hub_.parking.enter(id_, {peer_port_, wakes_at});
  hub_.changed = true;
}

void Connection::on_working() { unpark(); }

void Connection::on_sent(std::size_t bytes) {
  hub_.journal.change(*exchange_, [&](Exchange& exchange) {
    const auto now = hub_.time->now();
    if (!exchange.first_response_byte) exchange.first_response_byte = now;
    exchange.last_response_byte = now;
    exchange.bytes_sent += bytes;
  });
  hub_.changed = true;
}

void Connection::on_ended(ScriptRunner::Ending ending) {
  using Ending = ScriptRunner::Ending;
  switch (ending) {
    case Ending::kComplete:
      end_exchange(End::kServed);
      if (!keep_alive_) return finish();
      // The caller may be take_requests(), which goes on by itself.
      if (taking_) return;
      take_requests();
      if (socket_.is_open() && client_done_ && !runner_.active()) return end(End::kClientLeft);
      return watch();
    case Ending::kFin:
      end_exchange(End::kServerClosed);
      return finish();
    case Ending::kReset:
      return reset();
    case Ending::kClientGone:
      return end(client_done_ ? End::kClientLeft : End::kClientReset);
  }
}

// ---- bookkeeping and ends ----

void Connection::open_exchange() {
  Exchange exchange;
  exchange.connection = id_;
  exchange.index_on_connection = served_++;
  exchange.peer_port = peer_port_;
  exchange.accepted = accepted_;
  exchange.first_byte = hub_.time->now();
  exchange_ = hub_.journal.open(std::move(exchange));
  path_known_ = false;
  hub_.changed = true;
}

void Connection::end_exchange(End how) {
  unpark();
  runner_.abandon();
  if (!exchange_) return;
  hub_.journal.change(*exchange_, [&](Exchange& exchange) {
    exchange.end = how;
    exchange.ended = hub_.time->now();
    if (hub_.options.on_exchange_ended) hub_.ended.push_back(exchange);
  });
  exchange_.reset();
  changed_ = hub_.real->now();
  hub_.changed = true;
}

void Connection::unpark() {
  if (!waiting_) return;
  waiting_ = false;
  hub_.parking.leave(id_);
  hub_.changed = true;
}

/// Closes our side; the rest of the input is drained until the client closes too, because closing a socket with unread
/// input sends a reset, which can destroy what we sent on its way.
void Connection::finish() {
  discarding_ = true;
  input_.clear();
  ::shutdown(socket_.fd(), SHUT_WR);
  if (client_done_) return close();
  watch();
}

void Connection::end(End how) {
  end_exchange(how);
  close();
}

void Connection::reset() {
  end_exchange(End::kServerClosed);
  const linger at_once{1, 0};
  ::setsockopt(socket_.fd(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

// ---- limits ----

std::optional<std::chrono::nanoseconds> Connection::enforce(const Limits& limits, std::chrono::nanoseconds now) {
  auto due = began_ + limits.connection_time;
  if (now >= due) {
    cut("connection_cap");
    return std::nullopt;
  }
  if (runner_.active()) {
    due = std::min(due, changed_ + limits.script_time);
    if (now < due) return due;
    cut("script_cap");
    return std::nullopt;
  }
  if (exchange_) return due;  // a request that is still on its way
  due = std::min(due, changed_ + limits.idle_time);
  if (now < due) return due;
  close();
  return std::nullopt;
}

void Connection::cut(std::string_view why) {
  if (exchange_) hub_.journal.change(*exchange_, [&](Exchange& exchange) { exchange.fault = why; });
  reset();
}

void Connection::close() {
  socket_.close();
  hub_.connections.erase(id_);
}

}  // namespace mock_server
