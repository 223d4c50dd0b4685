#pragma once

#include <aio/aio.hpp>
#include <string>
#include <vector>

/// Runs all jobs at the same time, and needs every one of them.
///
/// Returns:  the values of all jobs, in the order of `jobs`, at the moment the last of them has ended. No jobs, no values.
/// Errors:   the error of the job that fails first, unchanged. The other jobs are cancelled at the moment of that failure,
///           and the error comes out when they have ended, their clean-up included. What a job throws or returns while
///           it is being cancelled changes nothing.
///           CancelledError  the caller was cancelled. All jobs have been cancelled at that moment, and have ended first.
/// Open:     whose error comes out when several jobs fail at the same moment; what a job means by throwing CancelledError
///           although nobody cancelled it.
/// Afterwards, however it ended: no job is running.
aio::Task<std::vector<aio::Json>> all_or_nothing(std::vector<aio::Task<aio::Json>> jobs);

/// What became of one job.
struct Answer {
  bool ok = false;            ///< the job returned a value
  aio::Json value = nullptr;  ///< that value (JSON null is one, too); null when not ok
  std::string problem = {};   ///< what() of the error that the job threw; empty when ok
};

/// Runs all jobs at the same time, each to its own end, whatever becomes of the others.
///
/// Returns:  an answer for every job, in the order of `jobs`, at the moment the last of them has ended.
/// Errors:   none of the jobs'.
///           CancelledError  the caller was cancelled. All jobs have been cancelled at that moment, and have ended first.
/// Open:     as above, what a job means by throwing CancelledError although nobody cancelled it.
/// Afterwards, however it ended: no job is running.
aio::Task<std::vector<Answer>> whatever_comes(std::vector<aio::Task<aio::Json>> jobs);
