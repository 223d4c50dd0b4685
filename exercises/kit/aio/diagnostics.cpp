#include <aio/diagnostics.hpp>
#include <aio/embed.hpp>
#include <cstdio>

namespace aio {

std::string to_string(const Diagnostic& diagnostic) {
  if (diagnostic.file.empty()) return diagnostic.text;
  return diagnostic.file + ":" + std::to_string(diagnostic.line) + ": " + diagnostic.text;
}

std::string to_string(Diagnostic::Kind kind) {
  switch (kind) {
    case Diagnostic::Kind::kNeverAwaited:
      return "never_awaited";
    case Diagnostic::Kind::kNeverRetrieved:
      return "never_retrieved";
    case Diagnostic::Kind::kBlockedLoop:
      return "blocked_loop";
    case Diagnostic::Kind::kNoCoReturn:
      return "no_co_return";
    case Diagnostic::Kind::kDeadlock:
      return "deadlock";
    case Diagnostic::Kind::kNeverJoined:
      return "never_joined";
  }
  return "unknown";
}

void Host::on_diagnostic(const Diagnostic& diagnostic) { std::fprintf(stderr, "%s\n", to_string(diagnostic).c_str()); }

}  // namespace aio
