#pragma once

// Reading the entries of a timeline; not for use outside this folder.

#include <string>

#include "grader/report/report.hpp"
#include "grader/report/timeline_picture.hpp"

namespace grader {

/// What one entry says about a span.
struct TimelineEntry {
  enum class Role { kBegin, kCancel, kEnd, kMoment, kCut };
  Role role = Role::kMoment;
  TimelinePicture::What what = TimelinePicture::What::kEvent;
  TimelinePicture::End end = TimelinePicture::End::kOpen;
  double at_ms = 0;
  std::string name;  ///< of the lane
  std::string id;    ///< empty: not given
  std::string text;  ///< of a begin the fault, of an end its words, of a moment what was told
};

/// Returns: nothing for what is no entry, or none with a time.
std::optional<TimelineEntry> read_timeline_entry(const ReportJson& entry);

}  // namespace grader
