#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "grader/report/report.hpp"

namespace grader {

/// What happened in a test, as a picture wants it: one below the other the calls into the student's code, the operations
/// that it ran and the requests that it sent, each a bar from its begin to its end.
///
/// Made by timeline_picture(), shown by draw_timeline() and timeline_svg(). Texts in it are as the report has them, so
/// whatever a student's program said: whoever shows them makes them harmless.
/// Units: milliseconds on the test's clock.
struct TimelinePicture {
  enum class What { kCall, kOperation, kRequest, kEvent };

  /// How a bar ends.
  enum class End {
    kDone,       ///< returned, ended, answered below 400
    kFailed,     ///< threw, ended with an error, answered with 400 or above
    kCancelled,  ///< an operation that was told to stop, and did
    kLeft,       ///< the client closed the connection
    kReset,      ///< the client reset it
    kClosed,     ///< the server closed it
    kStopped,    ///< the server was stopped
    kOpen,       ///< when the test was over it still went on
    kForEver     ///< nothing was left that could have woken it
  };

  struct Bar {
    double from_ms = 0;
    double to_ms = 0;
    End end = End::kOpen;
    std::string ending{};                  ///< "TimeoutError", "503", "client left"; may be empty
    std::string fault{};                   ///< of a request: what the server does wrong on purpose
    std::optional<double> cancelled_ms{};  ///< when it was told to stop
    std::optional<double>
        wait_to_ms{};       ///< from its end to here the call did nothing but wait, as between two attempts
    std::size_t times = 1;  ///< so many of them that nobody could tell apart
    bool operator==(const Bar&) const = default;
  };

  /// Something that happened at one moment: what a callback was told, the end of the student's program.
  struct Mark {
    double at_ms = 0;
    std::string text{};
    bool operator==(const Mark&) const = default;
  };

  /// Bars that do not overlap, in the order of time.
  struct Lane {
    What what = What::kEvent;
    std::string name{};     ///< of the function, the operation, the path
    bool first = true;      ///< false: goes on with the bars of the lane above
    std::size_t times = 1;  ///< so many lanes that look the same
    std::vector<Bar> bars{};
    std::vector<Mark> marks{};
  };

  std::vector<Lane> lanes;      ///< calls, operations, requests, events
  std::vector<double> moments;  ///< at which anything happens, ascending, each once
  std::string cut;              ///< what the report says of entries that it left out

  bool empty() const { return lanes.empty(); }
};

/// Makes the picture of a test's `timeline`. Entries without a time, or of another shape than a proctor writes, are left
/// out; ends without "id" belong to the first begin that fits.
TimelinePicture timeline_picture(const ReportJson& timeline);

/// "client left", "still open": the words for an end, where the bar has none of its own.
std::string words_for(TimelinePicture::What what, TimelinePicture::End end);

/// The sign that a bar ends with: ✓ ✗ ⊘ ◁ ◀ ■ … ∞.
const char* timeline_glyph(TimelinePicture::End end);

/// The whole picture in words, bar by bar, for those who do not see it: "fetch from 0 ms to 2 s: threw TimeoutError".
std::vector<std::string> timeline_sentences(const TimelinePicture& picture);

}  // namespace grader
