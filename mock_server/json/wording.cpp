#include "mock_server/json/wording.hpp"

#include "mock_server/text/suggest.hpp"

namespace mock_server::json::wording {

using text::did_you_mean;

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string unknown_key(std::string_view key, std::span<const std::string> known) {
  return "unknown key " + quoted(key) + did_you_mean(key, known);
}
std::string duplicate_key(std::string_view key) { return "the key " + quoted(key) + " is given twice"; }
std::string missing_key(std::string_view what, std::string_view key) {
  return std::string(what) + " needs the key " + quoted(key);
}
std::string wrong_type(std::string_view key, std::string_view wanted, std::string_view found) {
  return quoted(key) + " must be " + std::string(wanted) + ", not " + std::string(found);
}
std::string empty(std::string_view key) { return quoted(key) + " must not be empty"; }
std::string out_of_range(std::string_view key, std::string_view range) {
  return quoted(key) + " must be " + std::string(range);
}
std::string not_one_of(std::string_view key, std::string_view value, std::span<const std::string> allowed) {
  std::string list;
  for (const std::string& word : allowed) list += (list.empty() ? "" : ", ") + word;
  return quoted(key) + " is one of " + list + ", not " + quoted(value) + did_you_mean(value, allowed);
}
std::string malformed(std::string_view key, std::string_view value, std::string_view rule) {
  return quoted(key) + " must be " + std::string(rule) + ", not " + quoted(value);
}
std::string unknown_reference(std::string_view kind, std::string_view id, std::span<const std::string> known) {
  return "there is no " + std::string(kind) + ' ' + quoted(id) + did_you_mean(id, known);
}
std::string duplicate_id(std::string_view kind, std::string_view id) {
  return "the " + std::string(kind) + ' ' + quoted(id) + " is listed twice";
}

}  // namespace mock_server::json::wording
