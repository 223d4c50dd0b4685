#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "grader/report/report.hpp"

/// Reading a report that may come from a file: what is not there or of another type is empty, never an exception.
namespace grader::json_view {

inline const ReportJson& at(const ReportJson& json, const char* key) {
  static const ReportJson nothing;
  if (!json.is_object()) return nothing;
  const auto found = json.find(key);
  return found == json.end() ? nothing : *found;
}

inline std::string text(const ReportJson& json, const char* key) {
  const ReportJson& value = at(json, key);
  return value.is_string() ? value.get<std::string>() : "";
}

inline std::int64_t number(const ReportJson& json, const char* key) {
  const ReportJson& value = at(json, key);
  return value.is_number() ? value.get<std::int64_t>() : 0;
}

/// A line, column or count: 0 when it is negative, too.
inline std::size_t positive(const ReportJson& json, const char* key) {
  const std::int64_t value = number(json, key);
  return value > 0 ? static_cast<std::size_t>(value) : 0;
}

inline bool flag(const ReportJson& json, const char* key) {
  const ReportJson& value = at(json, key);
  return value.is_boolean() && value.get<bool>();
}

/// The items of a list; nothing to iterate over when it is none.
inline const ReportJson& list(const ReportJson& json, const char* key) {
  static const ReportJson empty = ReportJson::array();
  const ReportJson& value = at(json, key);
  return value.is_array() ? value : empty;
}

}  // namespace grader::json_view
