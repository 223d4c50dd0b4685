#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "grader/report/report.hpp"

namespace grader {

/// Serves one report as a page to this machine, and tells open pages when there is a newer one.
///
/// It listens on 127.0.0.1 only. Whoever asks has to know the token in the address, which is drawn anew each time, and
/// has to ask for this very host: a page of somebody else's, in the same browser, gets 403. `/` is the page, `/events` a
/// stream of server-sent events: `verdict` with the number of the newest report, `status` with a text.
///
/// Threads: requests are answered on threads of its own; all members are safe from any thread.
class LivePage {
 public:
  /// Errors: InfrastructureError when the port cannot be had; 0 takes a free one.
  explicit LivePage(int port);
  LivePage(const LivePage&) = delete;
  LivePage& operator=(const LivePage&) = delete;
  ~LivePage();  ///< ends all connections

  std::string url() const;  ///< with the token

  void publish(ReportJson report);
  void say(const std::string& status);  ///< a line below the title

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace grader
