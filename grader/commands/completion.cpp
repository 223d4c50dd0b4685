// Theory of operation: the shell's part is a few lines that hand the words typed so far to `grader complete-words`, which
// knows its own commands and options; so nothing has to be said twice, and a new option is proposed at once.
#include "grader/commands/completion.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "mock_server/faults.hpp"

namespace grader {
namespace {

using Words = std::vector<std::string>;

bool is_shown(const CLI::App& command) { return !command.get_group().empty(); }
bool is_shown(const CLI::Option& option) { return !option.get_group().empty(); }
bool takes_a_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

Words faults() {
  Words ids;
  for (const mock_server::Fault& fault : mock_server::faults()) ids.emplace_back(fault.id);
  return ids;
}

// By what an option's or an argument's value is called in the help.
Words values_of(const CLI::Option& option, const Words& exercises) {
  const std::string type = option.get_type_name();
  if (type.starts_with("LEVEL")) return {"A+", "A", "B", "B-", "C"};
  if (type.starts_with("FAULT")) return faults();
  if (type.starts_with("SHELL")) return {"bash", "fish", "zsh"};
  if (option.get_name(true).find("NN") != std::string::npos || type == "NN") return exercises;
  return {};
}

const CLI::App* command_in(const CLI::App& app, const Words& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    for (const CLI::App* command : app.get_subcommands(nullptr)) {
      if (command->get_name() == words[i]) return command;
    }
  }
  return nullptr;
}

const CLI::Option* option_called(const CLI::App& command, const std::string& name) {
  for (const CLI::App* app : {&command, command.get_parent()}) {
    const CLI::Option* option = app == nullptr ? nullptr : app->get_option_no_throw(name);
    if (option != nullptr) return option;
  }
  return nullptr;
}

Words commands_of(const CLI::App& app) {
  Words names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    if (is_shown(*command)) names.push_back(command->get_name());
  }
  return names;
}

Words options_of(const CLI::App& command) {
  Words names;
  for (const CLI::Option* option : command.get_options()) {
    if (!is_shown(*option)) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// What the command takes without an option's name; the course's exercises are all that can be guessed.
Words arguments_of(const CLI::App& command, const Words& exercises) {
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional()) continue;
    Words values = values_of(*option, exercises);
    if (!values.empty()) return values;
  }
  return {};
}

Words candidates(const CLI::App& app, const Words& words, const Words& exercises) {
  const CLI::App* command = command_in(app, words);
  const CLI::App& here = command == nullptr ? app : *command;
  if (words.size() > 1) {
    const std::string& before = words[words.size() - 2];
    const CLI::Option* option = before.starts_with("-") ? option_called(here, before) : nullptr;
    if (option != nullptr && takes_a_value(*option)) return values_of(*option, exercises);
  }
  if (words.back().starts_with("-")) return options_of(here);
  return command == nullptr ? commands_of(app) : arguments_of(*command, exercises);
}

constexpr const char* kBash = R"sh(# Completion of Hangtime's commands in bash: source <(./hangtime completions bash)
_hangtime() {
  local words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" complete-words -- "${words[@]}" 2>/dev/null)
}
complete -o default -F _hangtime hangtime ./hangtime
)sh";

constexpr const char* kZsh = R"sh(# Completion of Hangtime's commands in zsh: source <(./hangtime completions zsh)
_hangtime() {
  local -a found
  found=("${(@f)$("${words[1]}" complete-words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "${found[1]}" ]]; then compadd -- "${found[@]}"; else _files; fi
}
compdef _hangtime hangtime ./hangtime
)sh";

constexpr const char* kFish = R"sh(# Completion of Hangtime's commands in fish: ./hangtime completions fish | source
function __hangtime
  set -l words (commandline -opc) (commandline -ct)
  $words[1] complete-words -- $words[2..-1] 2>/dev/null
end
complete -c hangtime -a '(__hangtime)'
)sh";

}  // namespace

Words completions(const CLI::App& app, const Words& words, const Words& exercises) {
  Words found = words.empty() ? commands_of(app) : candidates(app, words, exercises);
  if (!words.empty()) std::erase_if(found, [&](const std::string& each) { return !each.starts_with(words.back()); });
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string completion_script(std::string_view shell) {
  return shell == "zsh" ? kZsh : shell == "fish" ? kFish : kBash;
}

}  // namespace grader
