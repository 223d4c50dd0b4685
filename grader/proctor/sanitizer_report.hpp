#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proctor {

/// A crash, as a student reads of it.
struct CrashAccount {
  std::string
      text;  ///< one line: "AddressSanitizer: stack-use-after-return at timeout.cpp:12:5 (variable 'text' of line 9)"
  std::string_view meaning;  ///< what such a thing means, in a sentence; empty when there is nothing general to say
};

/// Reads what AddressSanitizer, UndefinedBehaviorSanitizer or the C++ run time wrote at the end of a subject: what it was,
/// at which line of the student's, and what it means.
///
/// Returns:  nullopt when the output holds no such account. All of it is text that the subject could have written itself:
///           it explains a crash that is certain, and proves none.
std::optional<CrashAccount> account_of_crash(std::string_view output);

/// What a sanitizer's headline with this sign in it means; docs/messages.md lists them.
struct CrashMeaning {
  std::string_view sign;
  std::string_view text;
};
std::vector<CrashMeaning> crash_meanings();

}  // namespace proctor
