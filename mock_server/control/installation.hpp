#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "mock_server/json/problem.hpp"
#include "mock_server/server.hpp"

namespace mock_server::control {

/// What a server answers, and the text it came from: a scenario, or the catalogue.
///
/// Threads:  safe from any thread but the server's own.
class Installation {
 public:
  /// `text`: of the scenario that the server was made with; "" installs the catalogue. `seed`: instead of that of any
  /// scenario.
  Installation(Server& server, std::string text, std::optional<std::uint64_t> seed = {});

  /// Replaces everything by a scenario, or nothing if something is wrong with it.
  ///
  /// Returns:  everything that is wrong; nothing: installed.
  std::vector<json::Problem> install(const std::string& text, const std::string& file_name);

  /// Begins anew what is installed: attempts, states and rate limits as they were at first.
  void reset();

  std::string text() const;  ///< "" for the catalogue

 private:
  Server& server_;
  const std::optional<std::uint64_t> seed_;
  mutable std::mutex mutex_;
  std::string text_;
};

}  // namespace mock_server::control
