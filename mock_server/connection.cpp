#include "mock_server/connection.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <new>

#include "mock_server/hub.hpp"

namespace mock_server {

namespace {
/// How long a refused client gets to read the answer and close: it must not hold a descriptor that is scarce.
constexpr std::chrono::milliseconds kLinger{250};
}  // namespace

Connection::Connection(Hub& hub, int fd, std::uint64_t id, std::uint16_t peer_port)
    : hub_(hub),
      socket_(hub.loop, fd),
      id_(id),
      peer_port_(peer_port),
      runner_(socket_, *hub.time, *hub.real, *this),
      framer_(hub.options.max_request_bytes),
      accepted_(hub.time->now()) {}

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

void Connection::hang_at_once() {
  discarding_ = true;
  open_exchange();
  hub_.journal.change(*exchange_, [](Exchange& exchange) { exchange.fault = "accept_hang"; });
  hub_.journal.count_in_flight(*exchange_);
  runner_.start({step::Hang{}}, weak_from_this());
  watch();
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
  if (watching_ || client_done_ || !socket_.is_open()) return;
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
  if (!runner_.active() || input_.size() <= hub_.options.max_request_bytes) return;
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
  auto left = input_.view();
  const auto state = framer_.consume(left);
  input_.drop(input_.size() - left.size());
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

Answer Connection::make_answer_or_refusal() {
  if (framer_.state() == RequestFramer::State::kRefused) return make_refusal(framer_.refusal(), framer_.why());
  try {
    return make_answer(hub_.engine, hub_.routes, hub_.options.seed, hub_.options.max_response_bytes, framer_.head(),
                       framer_.take_body());
  } catch (const std::bad_alloc&) {
    return make_refusal(500, "the answer does not fit into the memory");
  }
}

void Connection::answer_request() {
  const auto& options = hub_.options;
  Answer answer = make_answer_or_refusal();
  framer_ = RequestFramer(options.max_request_bytes);
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
  runner_.start(std::move(answer.script), weak_from_this());
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
    case Ending::kReset: {
      end_exchange(End::kServerClosed);
      const linger at_once{1, 0};
      ::setsockopt(socket_.fd(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      return close();
    }
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

void Connection::close() {
  socket_.close();
  if (hub_.connections.erase(id_) > 0 && linger_) --hub_.refused;
}

}  // namespace mock_server
