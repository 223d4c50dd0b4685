#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace grader {

/// Finds the first byte that is not part of valid UTF-8; nullopt when there is none.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// "No such file or directory" for ENOENT; unlike strerror safe from several threads.
std::string errno_text(int error);

/// Makes text from a student or a compiler one line that is safe to show: what a terminal would act upon is written
/// out, line ends too.
std::string neutralise(std::string_view text);

/// Cuts at a character's boundary and says so: "… (1234 bytes left out)".
std::string cut_text(std::string text, std::size_t bytes);

}  // namespace grader
