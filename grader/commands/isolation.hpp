#pragma once

#include <optional>

#include "grader/commands/console.hpp"
#include "grader/commands/session.hpp"
#include "grader/report/report.hpp"
#include "grader/sandbox/ladder.hpp"

namespace grader {

/// How this run keeps student code apart, and what it asked for.
struct IsolationChoice {
  sandbox::Isolation isolation;
  sandbox::Level required = sandbox::Level::kC;  ///< below it there is no official score

  bool official() const { return isolation.level() >= required; }
};

/// Finds the level for this run. What is required: the level asked for by --require-isolation, else the one that
/// --isolation names, else `usual`.
///
/// Errors: InfrastructureError when no program can be started at all.
IsolationChoice choose_isolation(const Session& session, const GlobalOptions& globals, sandbox::Level usual);

/// Errors: InfrastructureError when the level is below the required one, saying why, and what to do.
void require_official(const IsolationChoice& choice);

/// Says in one line what a level below B means for who runs the code; nothing at B and above.
void warn_when_open(const IsolationChoice& choice, Console& console);

/// The report's `isolation`.
ReportJson to_json(const IsolationChoice& choice);

}  // namespace grader
