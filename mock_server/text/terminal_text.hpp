#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mock_server::text {

/// Columns a terminal gives to a text: 2 for wide East Asian characters and emoji, 0 for combining marks.
///
/// Requires: no control characters in it; see `visible`.
std::size_t display_width(std::string_view text);

/// Writes out everything in a foreign text that a terminal would act upon or not show: `\x1b`, `\r`, `\u202e`.
///
/// Line ends stay. So do tabs when `tab_stop` is 0; otherwise each becomes the spaces up to the next stop.
/// Bytes that are no UTF-8 are shown as `\xff`. What comes out can be printed without any effect but text.
std::string visible(std::string_view text, std::size_t tab_stop = 0);

/// The caret line for a place in a line of source: as many blanks as `visible(line, 8)` takes up to `byte_offset`, then
/// `^`.
std::string caret_under(std::string_view line, std::size_t byte_offset);

/// Breaks a text into lines of at most `width` columns, between words where there are any and inside a word where one
/// is too long. Nothing is dropped but the one blank at each break; line ends of the text are kept.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// Splits at "\n"; a last line end makes no empty line.
std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace mock_server::text
