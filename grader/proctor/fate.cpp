#include "grader/proctor/fate.hpp"

#include <signal.h>

#include <optional>

#include "grader/proctor/sanitizer_report.hpp"
#include "grader/wire/messages.hpp"

namespace proctor {
Fate fate_of(const sandbox::Exit& exit, std::string_view output, bool said_hello) {
  const std::string when = said_hello ? "" : " before the test could begin";
  if (exit.reason == sandbox::Reason::kProcessorTime || (exit.signalled() && exit.signal() == SIGXCPU)) {
    return {Outcome::Kind::kTimedOut, "the program used up its processor time: a loop that never waits?"};
  }
  if (exit.reason == sandbox::Reason::kMemory) {
    return {Outcome::Kind::kCrashed, "the program was stopped" + when + ": it used more memory than it may"};
  }
  if (exit.reason == sandbox::Reason::kProcesses) {
    return {Outcome::Kind::kCrashed,
            "the program was stopped" + when + ": it had more processes and threads than it may"};
  }
  const std::optional<CrashAccount> own_account = account_of_crash(output);
  const std::string because = own_account ? ": " + own_account->text : "";
  const std::string meaning = own_account ? std::string(own_account->meaning) : "";
  if (exit.signalled()) {
    const char* name = ::sigdescr_np(exit.signal());
    return {Outcome::Kind::kCrashed,
            "the program crashed" + when + " (" + (name != nullptr ? name : "unknown signal") + ", signal " +
                std::to_string(exit.signal()) + ")" + because,
            meaning};
  }
  if (!exit.signalled() && exit.code() == wire::kExitChannelLost) {
    return {Outcome::Kind::kCrashed, "the program closed its channel to the grader"};
  }
  if (own_account) return {Outcome::Kind::kCrashed, "the program crashed" + when + because, meaning};
  return {Outcome::Kind::kCrashed,
          "the program ended by itself" + when + " (exit status " + std::to_string(exit.code()) + ")"};
}

}  // namespace proctor
