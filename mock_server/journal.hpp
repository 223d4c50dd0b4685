#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/exchange.hpp"

namespace mock_server {

/// What happened at a server, while it happens and after the server has stopped.
///
/// Whoever has seen the effect of something finds it here: when a client has received the last byte of an answer, the
/// exchange has ended; when advance_to() has returned, its steps are noted.
///
/// A path is compared with the decoded path, without the query. Keeps the newest `limit` exchanges, and fewer
/// if the bodies of their requests take more than `body_bytes_limit`; what is open is kept in any case.
/// Threads:  safe from any thread; the waiting functions block.
class Journal {
 public:
  using Exchanges = std::vector<Exchange>;

  explicit Journal(std::size_t limit = 100'000, std::size_t body_bytes_limit = 256 << 20)
      : limit_(limit), body_bytes_limit_(body_bytes_limit) {}

  /// A bound for waiting that no correct run comes near; never a measure of how fast something is.
  static constexpr std::chrono::milliseconds kGenerous{20'000};

  Exchanges snapshot() const;
  Exchanges exchanges(std::string_view path) const;
  std::size_t count() const;
  std::size_t count(std::string_view path) const;

  /// Returns:  the largest number of exchanges that were open at once (on the path).
  std::size_t max_in_flight() const;
  std::size_t max_in_flight(std::string_view path) const;

  /// Returns:  the times from the start of each request on the path to the start of the next; one fewer than requests.
  std::vector<Duration> spacing(std::string_view path) const;

  /// Waits until it is known whether all clients of a path have left before they were served.
  ///
  /// Returns:  true as soon as every exchange on the path has ended because its client left, and there was at least
  ///           one; false as soon as one has ended otherwise, or after `bound`.
  bool client_left(std::string_view path, std::chrono::milliseconds bound = kGenerous) const;

  /// Waits until the journal satisfies a predicate.
  ///
  /// Returns:  true as soon as it does, false after `bound` of real time.
  bool wait_until(const std::function<bool(const Exchanges&)>& predicate,
                  std::chrono::milliseconds bound = kGenerous) const;

  /// Waits until at least `n` requests on a path have arrived completely.
  bool wait_for_requests(std::string_view path, std::size_t n, std::chrono::milliseconds bound = kGenerous) const;

  // For the server, which is the only one with a journal it may change. It holds the journal for a whole turn of its
  // loop, so that whoever has seen the last byte of an answer finds the exchange ended.
  std::unique_lock<std::recursive_mutex> hold() { return std::unique_lock(mutex_); }
  std::uint64_t open(Exchange exchange);
  void change(std::uint64_t sequence, const std::function<void(Exchange&)>& edit);
  void count_in_flight(std::uint64_t sequence);  ///< once, when the path is known

 private:
  Exchange& at(std::uint64_t sequence) { return exchanges_[sequence - forgotten_]; }
  template <class Predicate>
  bool wait(const Predicate& satisfied, std::chrono::milliseconds bound) const;

  mutable std::recursive_mutex mutex_;
  mutable std::condition_variable_any changed_;
  const std::size_t limit_;
  const std::size_t body_bytes_limit_;
  std::size_t body_bytes_ = 0;  // of the exchanges kept
  std::deque<Exchange> exchanges_;
  std::uint64_t forgotten_ = 0;  // sequence of the first one kept
  std::size_t in_flight_ = 0;
  std::map<std::string, std::size_t, std::less<>> in_flight_on_path_;
};

}  // namespace mock_server
