#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/out_file.hpp"
#include "grader/commands/report_file.hpp"
#include "grader/commands/report_formats.hpp"
#include "grader/report/write.hpp"

namespace grader {

int report_command(const ReportOptions& options, Console& console) {
  const ReportFormat& format = report_format(options.format);
  const ReportJson report = read_report(options.report);
  if (!options.out) {
    console.out << format.render(report, console);
    return kExitDone;
  }
  require_writable(*options.out);
  Console plain{.out = console.out, .err = console.err};
  write_whole(*options.out, format.render(report, plain));
  return kExitDone;
}

}  // namespace grader
