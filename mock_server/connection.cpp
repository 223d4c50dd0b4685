#include "mock_server/connection.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <new>

#include "mock_server/hub.hpp"

namespace mock_server {

namespace {

/// Returns false if this is one more pause of the wait before, as in a drip: of the same kind, and no answer began in
/// between.
bool begin_waiting(Exchange& exchange, Exchange::TimePoint now, std::optional<Exchange::TimePoint> wakes_at) {
  if (!exchange.waits.empty()) {
    auto& last = exchange.waits.back();
    const bool answer_began = exchange.first_response_byte && *exchange.first_response_byte > last.since;
    if (last.wakes_at.has_value() == wakes_at.has_value() && !answer_began) {
      last.until.reset();
      return false;
    }
  }
  exchange.waits.push_back({.since = now, .until = {}, .wakes_at = wakes_at});
  return true;
}

/// How long a refused client gets to read the answer and close: it must not hold a descriptor that is scarce.
constexpr std::chrono::milliseconds kLinger{100};
}  // namespace

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

void Connection::refuse(std::string_view fault, const std::string& why) {
  discarding_ = true;
  keep_alive_ = false;
  ++hub_.refused;
  linger_ = hub_.real->wake_at(hub_.real->now() + kLinger, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self && self->socket_.is_open()) self->hub_.turn([&] { self->end(End::kServerClosed); });
  });
  auto answer = make_refusal(503, why);
  open_exchange();
  hub_.journal.change(*exchange_, [&](Exchange& exchange) {
    exchange.fault = fault;
    exchange.status = answer.status;
  });
  runner_.start(std::move(answer.script), weak_from_this());
}

/// Running out of memory ends the connection that needed too much of it, not the server.
template <class Body>
void Connection::guarded(const Body& body) {
  try {
    body();
  } catch (...) {
    if (socket_.is_open()) end(End::kServerClosed);
  }
}

// ---- reading ----

void Connection::watch() {
  if (watching_ || client_done_ || !socket_.is_open() || reads(PortPlan::Reading::kNever)) return;
  if (reads(PortPlan::Reading::kTrickle) && !runner_.active() && !discarding_) return trickle();
  watching_ = true;
  socket_.when_readable([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || !self->socket_.is_open()) return;
    self->watching_ = false;
    self->hub_.turn([&] { self->guarded([&] { self->read_available(); }); });
  });
}

void Connection::read_available() {
  while (true) {
    const auto most = room();
    const auto got = ::recv(socket_.fd(), hub_.scratch.data(), most, 0);
    if (got > 0) {
      keep_input({hub_.scratch.data(), static_cast<std::size_t>(got)});
      if (static_cast<std::size_t>(got) < most) break;
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

std::size_t Connection::room() const {
  constexpr std::size_t kLittle = 1024;
  return reads(PortPlan::Reading::kHead) && !discarding_ ? kLittle : hub_.scratch.size();
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
  if (idle_ && waiting_ && !input_.empty()) {
    unpark();
    runner_.abandon();
  }
  taking_ = true;
  while (socket_.is_open() && !runner_.active() && !discarding_ && take_request()) {
  }
  taking_ = false;
}

/// Returns whether a request was complete (or refused) and has been answered.
bool Connection::take_request() {
  if (input_.empty()) return false;
  if (!exchange_) open_exchange();
  auto left = input_.view();
  const auto state = framer_.consume(left);
  received_ += input_.size() - left.size();
  input_.drop(input_.size() - left.size());
  if (!path_known_ && !framer_.head().empty()) note_head();
  if (reads(PortPlan::Reading::kHead) && (path_known_ || state == RequestFramer::State::kRefused)) {
    greet();
    return false;
  }
  if (state != RequestFramer::State::kRefused && state != RequestFramer::State::kComplete) {
    edit_exchange([&](Exchange& exchange) { exchange.bytes_received = received_ + input_.size(); });
    return false;
  }
  answer_request();
  return true;
}

/// Lets the journal know the path of a request whose body has not arrived yet.
void Connection::note_head() {
  path_known_ = true;
  edit_exchange([&](Exchange& exchange) {
    exchange.request.method = framer_.method();
    exchange.request.target = framer_.target();
    exchange.request.path = exchange.request.target.substr(0, exchange.request.target.find('?'));
    exchange.head_known = hub_.time->now();
    exchange.bytes_received = received_;
  });
  announce(Change::kHeadKnown);
  if (!reads(PortPlan::Reading::kHead) && framer_.expects_continue() &&
      framer_.state() == RequestFramer::State::kBody && input_.empty()) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    ::send(socket_.fd(), kContinue.data(), kContinue.size(), MSG_NOSIGNAL);
  }
}

Answer Connection::make_answer_or_refusal(Rules& rules) {
  if (framer_.state() == RequestFramer::State::kRefused) return make_refusal(framer_.refusal(), framer_.why());
  try {
    return make_answer(hub_.engine, rules, {.connection = id_, .now = hub_.time->now(), .seed = rules.seed},
                       framer_.head(), framer_.take_body());
  } catch (const std::bad_alloc&) {
    return make_refusal(500, "the answer does not fit into the memory");
  }
}

void Connection::answer_request() {
  const auto rules = hub_.rules.get();  // the same ones until the answer is chosen, whatever is installed meanwhile
  Answer answer = make_answer_or_refusal(*rules);
  framer_ = RequestFramer(rules->limits.request_bytes);
  keep_alive_ = answer.keep_alive;
  if (visit_ && answer.fault == "ok" && (served_ == 1 || reads(PortPlan::Reading::kTrickle))) {
    answer.fault = visit_->fault->id;
  }
  edit_exchange([&](Exchange& exchange) {
    if (answer.parsed) exchange.request = std::move(answer.request);
    exchange.body_hash = stable_hash(exchange.request.body);
    exchange.bytes_received = received_;
    exchange.request_complete = hub_.time->now();
    exchange.key = std::move(answer.key);
    exchange.attempt = answer.attempt;
    exchange.fault = std::move(answer.fault);
    exchange.status = answer.status;
  });
  hub_.journal.count_in_flight(*exchange_);
  announce(Change::kRequestComplete);
  start(std::move(answer.script));
}

void Connection::start(WireScript script) {
  idle_ = false;
  changed_ = hub_.real->now();
  runner_.start(std::move(script), weak_from_this());
}

// ---- what the script does ----

void Connection::on_turn(const std::function<void()>& body) {
  hub_.turn([&] { guarded(body); });
}

void Connection::on_waiting(std::optional<std::chrono::nanoseconds> wakes_at) {
  if (client_done_) return end(End::kClientLeft);
  waiting_ = true;
  hub_.parking.enter(id_, {peer_port_, wakes_at});
  hub_.changed = true;
  if (idle_) {
    if (input_.empty()) return;
    unpark();
    runner_.abandon();
    if (!taking_) take_requests();
    return;
  }
  bool is_new = false;
  edit_exchange([&](Exchange& exchange) { is_new = begin_waiting(exchange, hub_.time->now(), wakes_at); });
  if (is_new) announce(Change::kWaiting);
}

void Connection::on_working() { unpark(); }

void Connection::on_served() {
  note_end(End::kServed);
  idle_ = true;
}

void Connection::on_sent(std::size_t bytes) {
  if (!exchange_) return;
  bool first = false;
  edit_exchange([&](Exchange& exchange) {
    const auto now = hub_.time->now();
    first = !exchange.first_response_byte;
    if (first) exchange.first_response_byte = now;
    exchange.last_response_byte = now;
    exchange.bytes_sent += bytes;
  });
  if (first) announce(Change::kFirstResponseByte);
}

void Connection::on_ended(ScriptRunner::Ending ending) {
  using Ending = ScriptRunner::Ending;
  switch (ending) {
    case Ending::kComplete:
      if (!just_opened()) {
        end_exchange(End::kServed);
        if (!keep_alive_) return finish();
      }
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

void Connection::edit_exchange(const std::function<void(Exchange&)>& edit) {
  hub_.journal.change(*exchange_, edit);
  hub_.changed = true;
}

void Connection::announce(Change change) {
  if (!hub_.options.on_exchange) return;
  hub_.journal.change(*exchange_, [&](const Exchange& exchange) { hub_.changes.emplace_back(exchange, change); });
}

void Connection::open_exchange() {
  Exchange exchange;
  exchange.connection = id_;
  exchange.index_on_connection = served_++;
  exchange.peer_port = peer_port_;
  exchange.accepted = accepted_;
  exchange.first_byte = hub_.time->now();
  exchange_ = hub_.journal.open(std::move(exchange));
  path_known_ = false;
  received_ = 0;
  hub_.changed = true;
  announce(Change::kArrived);
}

void Connection::end_exchange(End how) {
  unpark();
  runner_.abandon();
  note_end(how);
}

void Connection::note_end(End how) {
  if (!exchange_) return;
  edit_exchange([&](Exchange& exchange) {
    exchange.end = how;
    exchange.ended = hub_.time->now();
  });
  announce(Change::kEnded);
  exchange_.reset();
  changed_ = hub_.real->now();
}

void Connection::unpark() {
  if (!waiting_) return;
  waiting_ = false;
  if (exchange_) edit_exchange([&](Exchange& exchange) { exchange.waits.back().until = hub_.time->now(); });
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
  if (visit_) visit_->wait.reset();
  if (hub_.connections.erase(id_) > 0 && linger_) --hub_.refused;
}

}  // namespace mock_server
