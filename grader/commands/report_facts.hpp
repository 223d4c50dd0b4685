#pragma once

#include <chrono>

#include "grader/build/intake.hpp"
#include "grader/commands/assess.hpp"
#include "grader/commands/isolation.hpp"
#include "grader/commands/session.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// What the report of an assessment says besides the score.
ReportFacts facts_about(const Session& session, const Submission& submission, const Assessment& assessment,
                        const IsolationChoice& isolation, std::chrono::system_clock::time_point started);

}  // namespace grader
