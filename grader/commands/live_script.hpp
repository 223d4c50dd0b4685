#pragma once

#include <cstdint>
#include <string>

namespace grader {

/// The script of a live page: it listens to `events` and puts a new report in the place of the old one, without a
/// reload; what was open stays open. `version` is that of the report in the page.
///
/// Requires: `nonce` and `token` consist of letters and digits.
std::string live_script(const std::string& nonce, const std::string& token, std::uint64_t version);

}  // namespace grader
