#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock_server/json/json_source.hpp"
#include "mock_server/json/problem.hpp"

namespace mock_server::json {

using Words = std::vector<std::string>;

/// std::ranges::contains, which libstdc++ 12 does not have yet.
template <class Range, class Value, class Projection = std::identity>
bool contains(const Range& range, const Value& value, Projection projection = {}) {
  return std::ranges::find(range, value, projection) != std::ranges::end(range);
}

/// A string of the file and where it stands.
struct Placed {
  std::string text;
  std::size_t offset = 0;
};
Words texts_of(const std::vector<Placed>& words);

/// Reads the keys of one JSON object and notes everything that is wrong with them: unknown keys, keys given twice,
/// missing keys, wrong types. Reading goes on with a default value after a problem, so that one look finds all of them.
///
/// Requires: `value` and `findings` outlive this object.
class Fields {
 public:
  /// `what` names the object in messages: "an objective". `keys` are all keys it may have.
  Fields(const JsonValue& value, std::string what, Words keys, Findings& findings);

  bool has(std::string_view key) const { return find(key) != nullptr; }
  const JsonMember* find(std::string_view key) const;  ///< of any type

  Placed text(std::string_view key, const std::string& otherwise = kRequired);  ///< not empty
  Placed one_of(std::string_view key, const Words& allowed, const std::string& otherwise = kRequired);
  Placed matching(std::string_view key, bool (*accepts)(std::string_view), std::string_view rule);
  std::int64_t whole(std::string_view key, std::int64_t least, std::int64_t most,
                     std::optional<std::int64_t> otherwise = {});
  double share(std::string_view key, double otherwise);  ///< from 0 to 1
  /// Returns `least` when the number is missing or out of range. `range` says in words what is allowed.
  double number(std::string_view key, double least, double most, std::string_view range);
  bool flag(std::string_view key, bool otherwise);
  std::vector<Placed> texts(std::string_view key, bool required, bool may_be_empty = true);
  std::vector<const JsonValue*> list(std::string_view key, bool required);  ///< not empty when required
  const JsonValue* object(std::string_view key, bool required);

  std::size_t offset() const { return value_.offset; }
  Findings& findings() { return findings_; }

  static constexpr const char* kRequired = "\x01";  ///< no string of a file, as control characters are refused there

 private:
  /// The value when it is there and of the type; notes what is wrong otherwise.
  const JsonValue* typed(std::string_view key, JsonValue::Type type, bool required);

  const JsonValue& value_;
  std::string what_;
  Findings& findings_;
};

bool is_snake_case(std::string_view text);  ///< "times_out"
bool is_kebab_case(std::string_view text);  ///< "timeout-management"
inline constexpr std::string_view kSnakeCase = "lower-case words joined by '_'";
inline constexpr std::string_view kKebabCase = "lower-case words joined by '-'";

/// Points at every id that an earlier one of the list already has.
void refuse_duplicates(const std::vector<Placed>& ids, std::string_view kind, Findings& findings);

/// Points at an id that is none of the known ones.
void refuse_unknown(const Placed& id, std::string_view kind, const Words& known, Findings& findings);

}  // namespace mock_server::json
