#pragma once
#include <aio/detail/request_in_flight.hpp>
#include <aio/detail/url.hpp>
#include <aio/http_message.hpp>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>

namespace aio::detail {

/// One request on one connection, performed by a thread that blocks on it, and cut short by any other.
///
/// Threads:  `perform` on one thread; `cancel` and `local_port` on any; `take` after `perform` has returned.
class HttpExchange final : public RequestInFlight {
 public:
  HttpExchange(Request request, Url url) : request_(std::move(request)), url_(std::move(url)) {}
  HttpExchange(const HttpExchange&) = delete;
  HttpExchange& operator=(const HttpExchange&) = delete;
  ~HttpExchange() override;

  /// Blocks until the answer is complete, the connection has failed, or `cancel` was called. `on_port` is called when
  /// the local port is known.
  void perform(std::function<void()> on_port) noexcept;
  /// Makes `perform` return at once, in whatever phase it is; it may also come first. Does not block.
  void cancel() noexcept;
  std::uint16_t local_port() const override;

  /// Returns the answer, or throws what went wrong.
  Response take();

 private:
  void send();
  void adopt_socket(int socket) noexcept;

  Request request_;
  const Url url_;
  std::function<void()> on_port_;
  std::optional<Response> response_;
  std::exception_ptr error_;

  mutable std::mutex mutex_;  // guards what follows
  int socket_ = -1;           // a duplicate of the connection's descriptor
  bool cancelled_ = false;
};

}  // namespace aio::detail
