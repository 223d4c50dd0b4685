#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Edits a serialised answer: its head (status line, headers, empty line), and chunks.
namespace mock_server::wire_text {

std::string with_status_line(std::string_view head, std::string_view line);

/// Returns:  the status of an answer: "200".
std::string status_of(std::string_view head);

/// Adds a line at the end, whatever it is.
std::string with(std::string head, std::string_view line);

/// Removes all headers of a name.
std::string without(std::string_view head, std::string_view name);

std::string with_length(std::string_view head, std::string_view length);  ///< instead of the one it has
std::string chunked(std::string_view head);                               ///< Transfer-Encoding instead of a length
std::string unlimited(std::string_view head);                             ///< no length: the connection's end is it

/// Cuts in the middle of the first header.
std::string up_to_mid_header(std::string_view head);

/// Returns:  bytes as one chunk of a chunked body.
std::string chunk(std::string_view bytes);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace mock_server::wire_text
