#pragma once

#include <chrono>

#include "grader/commands/assess.hpp"
#include "grader/commands/isolation.hpp"
#include "grader/commands/session.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// What a report says of a grading besides the score.
ReportFacts report_facts(const Session& session, const Submission& submission, const Assessment& assessment,
                         const IsolationChoice& isolation, std::chrono::system_clock::time_point started);

}  // namespace grader
