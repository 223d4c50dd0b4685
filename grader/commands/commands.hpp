#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "grader/build/interruption.hpp"
#include "grader/commands/console.hpp"
#include "grader/commands/session.hpp"
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

/// Tries what keeps student code apart on this machine. Exit code 1 when it is not enough for official grading.
int doctor_command(const GlobalOptions& globals, Console& console);

int list_command(const GlobalOptions& globals, Console& console);

/// Shows one more hint for the first row that needs one: of those that the last check saw failing, or of all.
int hint_command(const GlobalOptions& globals, Console& console);

/// Prints what an exercise asks for: its README.md.
int show_command(const GlobalOptions& globals, Console& console);

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
