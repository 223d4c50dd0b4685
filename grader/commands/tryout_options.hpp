#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace grader {

/// What a student wants to see happen.
struct TryOptions {
  std::vector<std::string> faults = {};   ///< "hang", "503", "ok", "delay:ms=700": for one request after the other
  std::optional<std::string> limit = {};  ///< "200ms", "1.5s", "2min"; otherwise the exercise's usual one
  std::optional<int> retries = {};
  bool list = false;  ///< only name the faults
};

/// Turns it into what a proctor's --try takes.
///
/// Errors: UsageError for a fault or a parameter that is not in the mock server's table (naming the nearest one), and for
///         a limit that is no duration.
nlohmann::json tryout_json(const TryOptions& options);

}  // namespace grader
