#include "grader/commands/isolation.hpp"

#include <string>
#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

using sandbox::Level;

std::string text_of(Level level) { return std::string(sandbox::to_string(level)); }

std::string reasons(const sandbox::Isolation& isolation, Level required) {
  std::string text;
  for (const sandbox::Rung& rung : isolation.rungs) {
    if (rung.refused.empty() || rung.level < required || rung.level == Level::kAPlus) continue;
    text += "\n  " + text_of(rung.level) + " (" + std::string(sandbox::name_of(rung.level)) +
            "): " + neutralise(rung.refused);
  }
  return text;
}

}  // namespace

IsolationChoice choose_isolation(const Session& session, const GlobalOptions& globals, Level usual) {
  try {
    return {.isolation = sandbox::choose_isolation({.visible = session.toolchain.modules, .only = globals.isolation}),
            .required = globals.require_isolation.value_or(globals.isolation.value_or(usual))};
  } catch (const std::system_error& error) {
    throw InfrastructureError(error.what());
  }
}

void require_official(const IsolationChoice& choice) {
  if (choice.official()) return;
  throw InfrastructureError("no official score: isolation " + text_of(choice.required) +
                            " is required, and this machine gives " + text_of(choice.isolation.level()) +
                            reasons(choice.isolation, choice.required) +
                            "\n'./hangtime doctor' shows it row by row; --require-isolation " +
                            text_of(choice.isolation.level()) + " grades all the same, code that you trust");
}

void warn_when_open(const IsolationChoice& choice, Console& console) {
  if (choice.isolation.level() >= Level::kB) return;
  console.err << "grader: isolation " << sandbox::to_string(choice.isolation.level()) << " ("
              << sandbox::name_of(choice.isolation.level())
              << "): this code can read your files and reach your network; './hangtime doctor' says what is missing\n";
}

ReportJson to_json(const IsolationChoice& choice) {
  const sandbox::Isolation& isolation = choice.isolation;
  const sandbox::CanaryResult& canary = isolation.canary;
  return {
      {"level", text_of(isolation.level())},
      {"name", std::string(sandbox::name_of(isolation.level()))},
      {"required", text_of(choice.required)},
      {"official", choice.official()},
      {"active", isolation.active},
      {"unavailable", isolation.unavailable},
      {"canary",
       {{"ran", canary.tried.size()}, {"blocked", canary.tried.size() - canary.open.size()}, {"open", canary.open}}}};
}

}  // namespace grader
