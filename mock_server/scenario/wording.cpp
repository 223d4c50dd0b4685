#include "mock_server/scenario/wording.hpp"

#include "mock_server/text/suggest.hpp"

namespace mock_server::scenario_wording {

using json::wording::quoted;

std::string too_large(std::size_t most_bytes) {
  return "a scenario has at most " + std::to_string(most_bytes) + " bytes";
}
std::string only_one_of(std::string_view what, std::string_view first, std::string_view second) {
  return std::string(what) + " has " + quoted(first) + " or " + quoted(second) + ", not both";
}
std::string needs_one_of(std::string_view what, std::initializer_list<std::string_view> keys) {
  std::string list;
  for (const auto key : keys) list += (list.empty() ? "" : ", ") + quoted(key);
  return std::string(what) + " needs one of the keys " + list;
}
std::string no_value(std::string_view key, std::string_view found) {
  return quoted(key) + " must be a string, {\"pattern\": …} or null for absent, not " + std::string(found);
}
std::string no_path(std::string_view path) { return "\"path\" must begin with '/', not " + quoted(path); }
std::string pattern_as_path() { return "a backslash in a path; a pattern is written {\"pattern\": \"…\"}"; }
std::string query_in_path() { return "a '?' in a path; parameters are matched by \"query\""; }
std::string bad_pattern(std::string_view why) { return "in a pattern: " + std::string(why); }
std::string no_key(std::string_view found) {
  return "\"key\" must be \"path\", \"global\", \"connection\" or {\"header\": …}, not " + std::string(found);
}
std::string needs_a_port(std::string_view fault) {
  return "the fault " + quoted(fault) +
         " happens before there is a request, on a port of its own, so no route can have it; the program's index page "
         "names its URL, as does Server::fault_url(" +
         quoted(fault) + ")";
}
std::string chances_above_one() { return "the chances of a route add up to more than 1"; }
std::string descending(std::string_view key) { return quoted(key) + " must have the smaller number first"; }
std::string never_set(std::string_view state, std::string_view value, std::span<const std::string> known) {
  return "no route sets the state " + quoted(state) + " to " + quoted(value) + text::did_you_mean(value, known);
}
std::string never_reached(unsigned line) {
  return "this route is never reached: the one on line " + std::to_string(line) + " answers the same requests";
}

}  // namespace mock_server::scenario_wording
