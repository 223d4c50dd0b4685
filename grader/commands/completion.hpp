#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace grader {

/// What may stand where the cursor is, for shells: commands, options, and their values.
///
/// `words` are those after the program's name; the last one is being typed and may be empty. `exercises` are the
/// course's ids. Empty where any file name may stand. Options that are not shown to users are not proposed.
std::vector<std::string> completions(const CLI::App& app, const std::vector<std::string>& words,
                                     const std::vector<std::string>& exercises);

/// A script that a shell reads once: `source <(./hangtime completions bash)`.
///
/// Requires: `shell` is "bash", "zsh" or "fish".
std::string completion_script(std::string_view shell);

}  // namespace grader
