// What a Connection does at the port of a fault's own, see PortPlan.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "mock_server/connection.hpp"
#include "mock_server/hub.hpp"

namespace mock_server {

namespace {

using Reading = PortPlan::Reading;

constexpr std::chrono::milliseconds kLook{20};

/// Returns how the client has left, as far as the kernel can tell without reading.
std::optional<End> client_end(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return End::kClientReset;
  if (info.tcpi_state == TCP_CLOSE) return End::kClientReset;
  if (info.tcpi_state == TCP_CLOSE_WAIT) return End::kClientLeft;
  return std::nullopt;
}

}  // namespace

bool Connection::reads(Reading how) const { return visit_ && visit_->fault->port->reading == how; }

/// Returns whether the script that ends was only the greeting, after which requests are answered.
bool Connection::just_opened() { return reads(Reading::kLater) && std::exchange(visit_->opening, false); }

void Connection::visit(const Fault& fault, Arguments arguments, std::size_t attempt) {
  visit_ = std::make_unique<PortVisit>(PortVisit{.fault = &fault, .arguments = std::move(arguments)});
  if (fault.port->script != nullptr) {
    const Draws draws(hub_.rules.get()->seed, fault.id, attempt, "fault");
    visit_->greeting = make_greeting(hub_.engine, fault, visit_->arguments, draws);
  }
  open_exchange();
  edit_exchange([&](Exchange& exchange) {
    exchange.fault = fault.id;
    exchange.key = fault.id;
    exchange.attempt = attempt;
  });
  switch (fault.port->reading) {
    case Reading::kDiscard:
      greet();
      return watch();
    case Reading::kLater:
      start(std::move(visit_->greeting));
      return watch();
    case Reading::kNever:
      greet();
      return look_for_leaving();
    case Reading::kHead:
    case Reading::kTrickle:
      return watch();
  }
}

void Connection::greet() {
  discarding_ = true;
  input_.clear();
  edit_exchange([&](Exchange& exchange) { exchange.status = visit_->fault->curl.status; });
  hub_.journal.count_in_flight(*exchange_);
  start(std::move(visit_->greeting));
}

// ---- reading at a trickle ----

/// Waits for the client to send something, which is read at once; then there is a tick.
void Connection::trickle() {
  watching_ = true;
  socket_.when_readable([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || !self->socket_.is_open()) return;
    self->watching_ = false;
    self->visit_->next_read = self->hub_.time->now();
    self->on_turn([&] { self->read_piece(); });
  });
}

void Connection::read_piece() {
  const auto most = std::min(static_cast<std::size_t>(visit_->arguments.at("bytes")), hub_.scratch.size());
  const auto got = ::recv(socket_.fd(), hub_.scratch.data(), most, 0);
  if (got == 0) return end(End::kClientLeft);
  if (got < 0) return errno == EAGAIN || errno == EINTR ? watch() : end(End::kClientReset);
  keep_input({hub_.scratch.data(), static_cast<std::size_t>(got)});
  take_requests();
  if (!socket_.is_open()) return;
  if (runner_.active() || discarding_ || !exchange_) return watch();
  wait_for_next_piece();
}

void Connection::wait_for_next_piece() {
  visit_->next_read += Wire::from_ms(visit_->arguments.at("tick_ms"));
  visit_->wait = hub_.time->wake_at(visit_->next_read, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || !self->socket_.is_open()) return;
    self->on_turn([&] {
      self->unpark();
      self->read_piece();
    });
  });
  on_waiting(visit_->next_read);
}

// ---- never reading ----

/// A socket with unread input is readable all the time, so its state has to be asked for.
void Connection::look_for_leaving() {
  visit_->wait = hub_.real->wake_at(hub_.real->now() + kLook, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || !self->socket_.is_open()) return;
    self->on_turn([&] {
      if (const auto how = client_end(self->socket_.fd())) return self->end(*how);
      self->look_for_leaving();
    });
  });
}

}  // namespace mock_server
