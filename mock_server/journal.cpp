#include "mock_server/journal.hpp"

#include <algorithm>
#include <iterator>

namespace mock_server {

namespace {
auto on_path(std::string_view path) {
  return [path](const Exchange& exchange) { return exchange.request.path == path; };
}
}  // namespace

Journal::Exchanges Journal::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return {exchanges_.begin(), exchanges_.end()};
}

Journal::Exchanges Journal::exchanges(std::string_view path) const {
  const std::scoped_lock lock(mutex_);
  Exchanges found;
  std::ranges::copy_if(exchanges_, std::back_inserter(found), on_path(path));
  return found;
}

std::size_t Journal::count() const {
  const std::scoped_lock lock(mutex_);
  return exchanges_.size();
}

std::size_t Journal::count(std::string_view path) const {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::size_t>(std::ranges::count_if(exchanges_, on_path(path)));
}

std::size_t Journal::max_in_flight() const {
  const std::scoped_lock lock(mutex_);
  std::size_t most = 0;
  for (const auto& exchange : exchanges_) most = std::max(most, exchange.in_flight);
  return most;
}

std::size_t Journal::max_in_flight(std::string_view path) const {
  std::size_t most = 0;
  for (const auto& exchange : exchanges(path)) most = std::max(most, exchange.in_flight_on_path);
  return most;
}

std::vector<Duration> Journal::spacing(std::string_view path) const {
  std::vector<Duration> gaps;
  const auto found = exchanges(path);
  for (std::size_t i = 1; i < found.size(); ++i) gaps.push_back(found[i].first_byte - found[i - 1].first_byte);
  return gaps;
}

template <class Predicate>
bool Journal::wait(const Predicate& satisfied, std::chrono::milliseconds bound) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, bound, satisfied);
}

bool Journal::client_left(std::string_view path, std::chrono::milliseconds bound) const {
  bool all_left = false;
  wait(
      [&] {
        bool any = false;
        bool all_ended = true;
        for (const auto& exchange : exchanges_) {
          if (exchange.request.path != path) continue;
          any = true;
          if (exchange.is_open()) {
            all_ended = false;
          } else if (!exchange.left()) {
            return true;  // can never become true any more
          }
        }
        all_left = any && all_ended;
        return all_left;
      },
      bound);
  return all_left;
}

bool Journal::wait_until(const std::function<bool(const Exchanges&)>& predicate,
                         std::chrono::milliseconds bound) const {
  return wait([&] { return predicate({exchanges_.begin(), exchanges_.end()}); }, bound);
}

bool Journal::wait_for_requests(std::string_view path, std::size_t n, std::chrono::milliseconds bound) const {
  return wait(
      [&] {
        const auto arrived = std::ranges::count_if(exchanges_, [&](const Exchange& exchange) {
          return exchange.request.path == path && exchange.request_complete;
        });
        return static_cast<std::size_t>(arrived) >= n;
      },
      bound);
}

std::uint64_t Journal::open(Exchange exchange) {
  const std::scoped_lock lock(mutex_);
  while ((exchanges_.size() >= limit_ || body_bytes_ > body_bytes_limit_) && !exchanges_.empty() &&
         !exchanges_.front().is_open()) {
    body_bytes_ -= exchanges_.front().request.body.size();
    exchanges_.pop_front();
    ++forgotten_;
  }
  exchange.sequence = forgotten_ + exchanges_.size();
  body_bytes_ += exchange.request.body.size();
  exchanges_.push_back(std::move(exchange));
  changed_.notify_all();
  return exchanges_.back().sequence;
}

void Journal::change(std::uint64_t sequence, const std::function<void(Exchange&)>& edit) {
  const std::scoped_lock lock(mutex_);
  auto& exchange = at(sequence);
  const bool was_counted = exchange.is_open() && exchange.in_flight > 0;
  const auto body_bytes = exchange.request.body.size();
  edit(exchange);
  body_bytes_ = body_bytes_ - body_bytes + exchange.request.body.size();
  if (was_counted && !exchange.is_open()) {
    --in_flight_;
    const auto others = in_flight_on_path_.find(exchange.request.path);
    // A path that nobody is on takes no memory: there may be any number of them.
    if (--others->second == 0) in_flight_on_path_.erase(others);
  }
  changed_.notify_all();
}

void Journal::count_in_flight(std::uint64_t sequence) {
  const std::scoped_lock lock(mutex_);
  auto& exchange = at(sequence);
  exchange.in_flight = ++in_flight_;
  exchange.in_flight_on_path = ++in_flight_on_path_[exchange.request.path];
  changed_.notify_all();
}

}  // namespace mock_server
