#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

#include "mock_server/limits.hpp"
#include "mock_server/routes.hpp"

namespace mock_server {

/// All that decides about a server's answers, replaced as one.
struct Rules {
  std::uint64_t seed = 0;
  Limits limits = {};
  Routes routes = {};
};

/// The rules that hold at present. Who has taken them out keeps them until it is done.
///
/// Threads: safe from any thread.
class CurrentRules {
 public:
  explicit CurrentRules(std::shared_ptr<Rules> rules) : rules_(std::move(rules)) {}

  std::shared_ptr<Rules> get() const {
    const std::scoped_lock lock(mutex_);
    return rules_;
  }
  void replace(std::shared_ptr<Rules> rules) {
    const std::scoped_lock lock(mutex_);
    std::swap(rules_, rules);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<Rules> rules_;
};

}  // namespace mock_server
