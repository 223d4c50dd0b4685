#pragma once

#include <compare>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "mock_server/message.hpp"
#include "mock_server/pattern.hpp"

namespace mock_server {

/// What a query parameter or a header must not be: there at all.
struct Absent {
  bool operator==(const Absent&) const = default;
};
inline constexpr Absent absent{};

/// What one query parameter or header must be. Of a name given several times, one value is enough.
using ValueMatcher = std::variant<std::string, Pattern, Absent>;

struct NamedMatcher {
  std::string name;
  ValueMatcher value;
  bool operator==(const NamedMatcher&) const = default;
};

/// What a body must be.
struct BodyMatcher {
  enum class Kind {
    kText,      ///< these bytes, all of them
    kContains,  ///< these bytes somewhere
    kJson,      ///< a JSON that has at least these members; lists as long and in the same order
  };
  Kind kind = Kind::kText;
  std::string text = {};
  Json json = nullptr;
  bool operator==(const BodyMatcher&) const = default;
};

/// Returns: whether every member of `wanted` is in `found`, all the way down.
bool is_part_of(const Json& wanted, const Json& found);

/// A request being matched with one route after the other: its body is parsed once, when a route asks.
class Candidate {
 public:
  explicit Candidate(const Request& its_request) : request(its_request) {}
  const Request& request;
  const Json* json() const;  ///< null if the body is no JSON

 private:
  mutable std::optional<Json> json_;
};

/// Which requests a route answers.
///
/// A path matches segment by segment, and the segment "*" matches any one; or it is a pattern for the whole path.
struct RequestMatcher {
  std::string method = {};  ///< "" for all; GET answers HEAD too
  std::variant<std::string, Pattern> path = "/";
  std::vector<NamedMatcher> query = {};
  std::vector<NamedMatcher> headers = {};
  std::optional<BodyMatcher> body = {};

  bool matches(const Candidate& candidate) const;
  const std::string& path_text() const;  ///< the path, or the pattern's text

  // The parts, for who wants to know which one does not.
  bool method_matches(const Request& request) const;
  bool path_matches(const Request& request) const;
  static bool query_matches(const NamedMatcher& wanted, const Request& request);
  static bool header_matches(const NamedMatcher& wanted, const Request& request);
  bool body_matches(const Candidate& candidate) const;

  /// How particular a route is; of two that match, the smaller one answers. The path comes first (fewer "*" before
  /// more; a pattern counts as one), then a method, then the number of conditions.
  struct Rank {
    std::size_t path = 0;
    bool any_method = false;
    std::size_t missing_conditions = 0;
    auto operator<=>(const Rank&) const = default;
  };
  Rank rank() const;

  /// Conditions in another order are the same.
  bool operator==(const RequestMatcher& other) const;
};

}  // namespace mock_server
