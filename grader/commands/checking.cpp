#include "grader/commands/checking.hpp"

#include <chrono>
#include <utility>

#include "grader/commands/report_facts.hpp"

namespace grader {
namespace {

Session gradable_session(const GlobalOptions& globals) {
  Session session = open_session(globals);
  require_gradable(session);
  return session;
}

}  // namespace

Checking::Checking(const GlobalOptions& globals, Console& console)
    : globals_(globals),
      session_(gradable_session(globals)),
      isolation_(choose_isolation(session_, globals, sandbox::Level::kC)),
      cache_(session_.cache_folder(), session_.toolchain) {
  require_official(isolation_);
  warn_when_open(isolation_, console);
}

Checked Checking::check(std::vector<const Exercise*> exercises, bool fresh, const Interruption& interruption,
                        Console& console) {
  const auto started = std::chrono::system_clock::now();
  session_.selected = std::move(exercises);
  const Submission submission(folder());
  Workshop workshop(session_.toolchain, interruption,
                    session_.grading_options(globals_, isolation_.isolation.confinement));
  // A seed that was asked for must be used, whatever is known from another one.
  const bool recall = !fresh && !globals_.seed;
  Checked checked;
  checked.assessment = assess(session_, workshop, submission, {.cache = &cache_, .recall = recall}, console);
  checked.report = make_report(checked.assessment.score,
                               report_facts(session_, submission, checked.assessment, isolation_, started));
  return checked;
}

Tried Checking::try_out(const Exercise& exercise, const std::string& tryout, const Interruption& interruption) {
  Workshop workshop(session_.toolchain, interruption,
                    session_.grading_options(globals_, isolation_.isolation.confinement));
  Tried tried;
  tried.product = workshop.build(exercise, Submission(folder()).take(exercise));
  if (tried.product.can_run()) tried.run = workshop.try_out(exercise, tried.product, tryout);
  return tried;
}

}  // namespace grader
