#pragma once

#include <cstddef>
#include <expected>
#include <iosfwd>
#include <string>

#include "mock_server/exchange.hpp"
#include "mock_server/journal.hpp"

namespace mock_server {

// The journal as JSON; docs/journal.md says what the keys mean, journal.schema.json what a line looks like.

/// Returns:  an exchange as one JSON object. Times are in milliseconds, absent when they did not happen. A header or
///           query parameter that came several times is a list. A body beyond kMaxBodyInJson is cut; "body_bytes" and
///           "body_hash" are always those of the whole. Bytes that are no UTF-8 become U+FFFD in the text.
Json to_json(const Exchange& exchange);
inline constexpr std::size_t kMaxBodyInJson = 64 * 1024;

/// Returns:  the same with the change that happened and its time ("change", "at_ms"), on one line with the line's end.
std::string to_json_line(const Exchange& exchange, Change change);

/// Returns:  to_json() on one line with the line's end.
std::string to_json_line(const Exchange& exchange);

/// Returns:  the exchange, or what is wrong with the JSON. Unknown keys and missing ones are errors.
std::expected<Exchange, std::string> exchange_from_json(const Json& json);

/// Writes one JSON object per exchange and line, in the order of arrival, as they are now.
void write_json_lines(std::ostream& out, const Journal& journal);

/// What a journal file tells.
struct JournalFile {
  Journal::Exchanges exchanges;  ///< by sequence, each as its last line tells it
  bool cut_off = false;          ///< the last line has no end, and was left out: the writer died
};

/// Reads the lines of on_exchange (to_json_line) or of write_json_lines.
///
/// Errors:   what is wrong with a line: "line 3: …".
std::expected<JournalFile, std::string> read_journal(std::istream& in);

}  // namespace mock_server
