#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace mock_server::json {

struct JsonMember;

/// A JSON value that remembers where in its text it starts, so that a message can point at it.
struct JsonValue {
  enum class Type { kNull, kBoolean, kInteger, kNumber, kString, kArray, kObject };
  Type type = Type::kNull;
  std::size_t offset = 0;
  bool boolean = false;
  std::int64_t integer = 0;  ///< kInteger
  double number = 0;         ///< kInteger and kNumber
  std::string string;
  std::vector<JsonValue> items;
  std::vector<JsonMember> members;  ///< in the file's order; a key given twice is here twice
};

struct JsonMember {
  std::string key;
  std::size_t offset = 0;  ///< of the key
  JsonValue value;
};

/// Names a type as messages do: "a string", "an object".
std::string_view name_of(JsonValue::Type type);

struct JsonSyntaxError : std::runtime_error {
  JsonSyntaxError(std::size_t where, const std::string& message) : std::runtime_error(message), offset(where) {}
  std::size_t offset;
};

/// Parses one JSON text, nothing more and nothing less; no comments, no trailing commas.
///
/// nlohmann_json reads everything that people do not write by hand, but keeps no positions.
///
/// Errors: throws JsonSyntaxError saying what was expected; also for text that is no UTF-8, nesting beyond 64 levels, a
///         number that fits no double.
/// Source: RFC 8259.
JsonValue parse_json(std::string_view text);

/// Finds the place in the file of one byte of a string, past the escapes before it.
///
/// Requires: `string` is a kString that was read from `text`.
std::size_t place_in_string(std::string_view text, const JsonValue& string, std::size_t byte);

}  // namespace mock_server::json
