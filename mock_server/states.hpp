#pragma once

#include <string>

#include "mock_server/stage.hpp"

namespace mock_server {

/// The named states of a server's routes. One that nobody has set has the value "".
///
/// Threads: none of its own; Routes looks at the states and changes them under one lock, so a transition happens once.
class States {
 public:
  States() = default;
  explicit States(StateValues initial) : values_(std::move(initial)) {}

  std::string value(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? "" : found->second;
  }

  /// Returns: whether all of these states have these values.
  bool hold(const StateValues& wanted) const {
    for (const auto& [name, value] : wanted) {
      if (this->value(name) != value) return false;
    }
    return true;
  }

  void set(const StateValues& values) {
    for (const auto& [name, value] : values) values_[name] = value;
  }

 private:
  StateValues values_;
};

}  // namespace mock_server
