#pragma once

#include <vector>

#include "grader/commands/assess.hpp"
#include "grader/commands/console.hpp"
#include "grader/commands/isolation.hpp"
#include "grader/commands/session.hpp"
#include "grader/commands/verdict_cache.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// A verdict, and what it looks like.
struct Checked {
  Assessment assessment;
  ReportJson report;
};

/// What came of trying a student's function.
struct Tried {
  Product product;
  ProctorRun run;  ///< empty when the product cannot run
};

/// A student's own work in exercises/, ready to be checked as often as wanted: the course is read, and the isolation
/// chosen, once.
///
/// Threads: one check at a time.
class Checking {
 public:
  /// Says on `console` what a low isolation level means.
  /// Errors: as open_session, require_gradable and require_official.
  Checking(const GlobalOptions& globals, Console& console);
  Checking(const Checking&) = delete;
  Checking& operator=(const Checking&) = delete;

  /// Checks these exercises of `session().course`; what has not changed is remembered, unless `fresh`.
  /// Errors: Interrupted, InfrastructureError.
  Checked check(std::vector<const Exercise*> exercises, bool fresh, const Interruption& interruption, Console& console);
  /// Checks the exercises that the session selected.
  Checked check(bool fresh, const Interruption& interruption, Console& console) {
    return check(session_.selected, fresh, interruption, console);
  }

  /// Builds one exercise and calls it as `tryout` says; see Workshop::try_out. Nothing is judged or remembered.
  Tried try_out(const Exercise& exercise, const std::string& tryout, const Interruption& interruption);

  const Session& session() const { return session_; }
  std::filesystem::path folder() const { return session_.root / "exercises"; }

 private:
  const GlobalOptions& globals_;
  Session session_;
  IsolationChoice isolation_;
  VerdictCache cache_;
};

}  // namespace grader
