#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grader/proctor/fate.hpp"
#include "grader/proctor/outcome.hpp"

namespace proctor {

/// What the worlds of the running test leave for the report when they end.
struct TestRecord {
  std::vector<Json> timeline;        ///< {"at_ms", "what", …}, in the order of time
  std::vector<Json> diagnostics;     ///< {"kind", "text"}
  std::optional<Fate> fate;          ///< a subject that died or was stopped
  bool hung = false;                 ///< some call could never have been woken
  std::string outcome;               ///< of a tryout's call, which is shown whatever it was
  std::string remark;                ///< what else there is to say of it
  std::string infrastructure_error;  ///< not empty: the grader failed, not the student
};

/// The record of the test that is running; emptied by the reporter when a test starts.
TestRecord& current_record();

}  // namespace proctor
