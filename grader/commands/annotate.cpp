#include "grader/report/annotate.hpp"

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/out_file.hpp"
#include "grader/commands/report_file.hpp"
#include "grader/report/write.hpp"

namespace grader {
int annotate_command(const AnnotateOptions& options, Console& console) {
  ReportJson report = read_report(options.report);
  require_writable(options.report);
  ReportJson row;
  try {
    row = annotate(report, options.annotation);
  } catch (const AnnotationError& error) {
    throw UsageError(neutralise(options.report.string() + ": " + error.what()));
  }
  write_whole(options.report, to_text(report));
  console.out << options.annotation.row << ": " << row["earned"] << " of " << row["possible"] << " points, bonus +"
              << report["score"]["bonus"] << ", " << report["score"]["pending_manual"] << " still to give\n";
  return kExitDone;
}

}  // namespace grader
