#pragma once

#include <map>
#include <string>
#include <string_view>

namespace grader {

/// Hashes some bytes: "sha256:" and 64 lower-case hexadecimal digits.
///
/// Errors: throws std::runtime_error when the cryptographic library has no SHA-256, which a broken installation may
///         cause.
/// Source: FIPS 180-4, by OpenSSL.
std::string sha256(std::string_view bytes);

/// Hashes a set of files, given by name and content, so that no two different sets share a digest: names and sizes are
/// hashed with the contents, in the order of the names.
std::string sha256_of_files(const std::map<std::string, std::string>& files);

}  // namespace grader
