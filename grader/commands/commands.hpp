#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "grader/build/interruption.hpp"
#include "grader/commands/console.hpp"
#include "grader/commands/session.hpp"
#include "grader/commands/tryout_options.hpp"
#include "grader/report/annotate.hpp"

// Each command returns its exit code. Errors: UsageError and CourseError (exit 2), InfrastructureError (exit 3),
// Interrupted (exit 130); `run_cli` turns them into messages.
namespace grader {

struct GradeOptions {
  std::filesystem::path submission;
  std::optional<std::filesystem::path> out;  ///< report.json; it appears whole or not at all
  double required_percent = 0;
};
int grade_command(const GlobalOptions& globals, const GradeOptions& options, Console& console,
                  const Interruption& interruption);

struct CheckOptions {
  bool fresh = false;  ///< judge again even what has not changed
};
int check_command(const GlobalOptions& globals, const CheckOptions& options, Console& console,
                  const Interruption& interruption);

struct AnnotateOptions {
  std::filesystem::path report;
  Annotation annotation;
};
/// Changes the report in place; it is never half-written.
int annotate_command(const AnnotateOptions& options, Console& console);

struct ReportOptions {
  std::filesystem::path report;
  std::string format;                        ///< one of report_formats()
  std::optional<std::filesystem::path> out;  ///< whole or not at all; else the standard output
};
/// Shows a report.json in another form.
int report_command(const ReportOptions& options, Console& console);

struct ServeOptions {
  int port = 0;  ///< on 127.0.0.1; 0: a free one
};
/// Checks the student's work whenever a file changes, and shows the result as a page that updates by itself. Ends when
/// it is interrupted, with exit code 130.
int serve_command(const GlobalOptions& globals, const ServeOptions& options, Console& console,
                  const Interruption& interruption);

/// Tries the installation and what keeps student code apart on this machine. Exit code 1 when something is missing, or
/// the isolation is not enough for official grading.
int doctor_command(const GlobalOptions& globals, Console& console, const Interruption& interruption);

int list_command(const GlobalOptions& globals, Console& console);

/// Shows one more hint for the first row that needs one: of those that the last check saw failing, or of all.
int hint_command(const GlobalOptions& globals, Console& console);

struct AskOptions {
  std::string row;  ///< id or number of the row to ask about; empty: the first that does not pass
};
/// Prints a prompt for the student's AI companion: the task, the student's code, what the last check saw of a row, and a
/// question. It asks for guidance and not for a solution.
int ask_command(const GlobalOptions& globals, const AskOptions& options, Console& console);

/// Prints what an exercise asks for: its README.md.
int show_command(const GlobalOptions& globals, Console& console);

/// Points, objectives and skills as the last checks left them, and what comes next.
int progress_command(const GlobalOptions& globals, Console& console);

/// Only what comes next, and why.
int next_command(const GlobalOptions& globals, Console& console);

/// Checks whenever a file is saved, goes on to the next exercise when one passes, and listens to keys; until `q`
/// (exit 0) or a signal (Interrupted).
int watch_command(const GlobalOptions& globals, Console& console, const Interruption& interruption);

struct ResetOptions {
  bool yes = false;  ///< do not ask
};
/// Puts an exercise's files back as the course gave them; the student's are kept beside them under another name.
/// Exit code 1 when the answer was no.
int reset_command(const GlobalOptions& globals, const ResetOptions& options, Console& console);

struct StubsOptions {
  bool update = false;  ///< write them; otherwise compare, with exit code 1 when they differ
};
/// For authors: keeps the stubs that `reset` puts back.
int stubs_command(const GlobalOptions& globals, const StubsOptions& options, Console& console);

/// Calls a student's function against faults of the mock server, and shows what happened. Exit code 1 when it does not
/// compile.
int try_command(const GlobalOptions& globals, const TryOptions& options, Console& console,
                const Interruption& interruption);

struct KitOptions {
  std::filesystem::path out;  ///< a folder that does not exist yet, or an empty one
};
/// Makes what students get. Exit code 1, and no folder, when that would give a solution away.
int kit_command(const GlobalOptions& globals, const KitOptions& options, Console& console,
                const Interruption& interruption);

struct VerifyOptions {
  std::vector<std::string> only;      ///< roles of the variants to grade; empty: all
  unsigned repeat = 1;                ///< how often each variant is tested
  unsigned load = 0;                  ///< busy processes per core meanwhile
  bool mutants = false;               ///< changed references instead of the course's own variants
  double rate = 95;                   ///< mutants: percent that must be caught in every exercise
  std::optional<std::size_t> sample;  ///< mutants: so many of each exercise
};
int verify_command(const GlobalOptions& globals, const VerifyOptions& options, Console& console,
                   const Interruption& interruption);
int verify_mutants_command(const GlobalOptions& globals, const VerifyOptions& options, Console& console,
                           const Interruption& interruption);

}  // namespace grader
