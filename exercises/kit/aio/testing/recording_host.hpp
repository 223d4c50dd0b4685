#pragma once
#include <aio/embed.hpp>
#include <string>
#include <vector>

namespace aio::testing {

/// Keeps what the loop says, for a test to look at.
class RecordingHost : public Host {
 public:
  void on_idle(const IdleState& state) override { idles.push_back(state); }
  void on_diagnostic(const Diagnostic& diagnostic) override { diagnostics.push_back(diagnostic); }

  /// Returns the texts of all diagnostics of one kind.
  std::vector<std::string> texts(Diagnostic::Kind kind) const {
    std::vector<std::string> result;
    for (const Diagnostic& diagnostic : diagnostics) {
      if (diagnostic.kind == kind) result.push_back(diagnostic.text);
    }
    return result;
  }

  std::vector<IdleState> idles;
  std::vector<Diagnostic> diagnostics;
};

}  // namespace aio::testing
