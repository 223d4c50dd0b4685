#include "grader/commands/report_facts.hpp"

namespace grader {

ReportFacts facts_about(const Session& session, const Submission& submission, const Assessment& assessment,
                        const IsolationChoice& isolation, std::chrono::system_clock::time_point started) {
  ReportFacts facts;
  facts.isolation = to_json(isolation);
  facts.submission_id = submission.id();
  facts.submission_digest = assessment.digest;
  facts.started = started;
  facts.seed = session.seed;
  facts.compiler = session.toolchain.compiler_name;
  facts.flags = session.toolchain.flags;
  facts.sanitizers = session.toolchain.sanitizers;
  return facts;
}

}  // namespace grader
