#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "grader/sandbox/confinement.hpp"

namespace attacks {

/// One hostile submission and what must become of it, as attacks.json says.
struct Attack {
  std::string file;   ///< "forging/own_main.cpp"
  std::string tries;  ///< one sentence
  bool builds = true;
  int earned = 0;          ///< points, exactly
  std::string says;        ///< regular expression that something told about it matches; empty: nothing in particular
  std::string blocked_by;  ///< what stops it first
  std::set<std::string> open_at;  ///< levels that do not claim to stop it

  std::string category() const { return file.substr(0, file.find('/')); }
};

/// Reads attacks.json of a folder.
///
/// Errors: std::runtime_error naming the file and what is wrong with it, also when a source file has no entry.
std::vector<Attack> load_attacks(const std::filesystem::path& folder);

/// The attack's source, with `values` for its placeholders: {"PORT", "4711"} replaces @PORT@.
std::string source_of(const Attack& attack, const std::filesystem::path& folder,
                      const std::map<std::string, std::string>& values);

}  // namespace attacks
