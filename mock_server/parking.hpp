#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace mock_server {

/// A connection whose request was received completely, whose script waits for nothing but time or the client, and whose
/// bytes so far are all with the kernel; or one at the port of a fault (see Server::fault_url) that leaves it alone on
/// purpose. Idle keep-alive connections are not parked, unless a fault is to end them (ok_then_fin_idle).
struct Parked {
  std::uint16_t peer_port = 0;  ///< the client's local TCP port
  std::optional<std::chrono::nanoseconds> wakes_at =
      {};  ///< on the server's clock; nothing: only the client can end it
};

/// The set of parked connections, written by the loop and read by anybody.
class Parking {
 public:
  void enter(std::uint64_t connection, Parked parked) {
    const std::scoped_lock lock(mutex_);
    parked_[connection] = parked;
    changed_.notify_all();
  }

  void leave(std::uint64_t connection) {
    const std::scoped_lock lock(mutex_);
    parked_.erase(connection);
    changed_.notify_all();
  }

  /// Leaves out what is due by `now`: the loop has been told to wake it and may not have done so yet.
  std::vector<Parked> not_due(std::chrono::nanoseconds now) const {
    const std::scoped_lock lock(mutex_);
    std::vector<Parked> found;
    for (const auto& [connection, parked] : parked_) {
      if (!parked.wakes_at || *parked.wakes_at > now) found.push_back(parked);
    }
    return found;
  }

  bool wait_for(std::size_t n, std::chrono::milliseconds bound) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, bound, [&] { return parked_.size() == n; });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::map<std::uint64_t, Parked> parked_;
};

}  // namespace mock_server
