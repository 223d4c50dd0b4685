#include "grader/proctor/fate.hpp"

#include <signal.h>

#include <cstring>
#include <optional>

#include "grader/wire/messages.hpp"

namespace proctor {
namespace {

std::string line_at(std::string_view text, std::size_t position) {
  return std::string(text.substr(position, text.find('\n', position) - position));
}

// The first line of the student's own code in a sanitizer's back trace: "#3 0x… in fetch(…) ./timeout.cpp:12:5".
std::optional<std::string> student_frame(std::string_view output, std::size_t from) {
  std::size_t position = from;
  while ((position = output.find("\n    #", position)) != std::string_view::npos) {
    const std::string line = line_at(output, position + 1);
    position += 1;
    if (line.find("/usr/") != std::string::npos) continue;
    const std::size_t file = line.rfind(' ');
    if (file != std::string::npos && line.find(".cpp:", file) != std::string::npos &&
        line.find("/exercises/kit/") == std::string::npos && line.find("/grader/subject/") == std::string::npos &&
        line.find("binding.cpp:") == std::string::npos) {
      const std::string_view place = std::string_view(line).substr(file + 1);
      return std::string(place.substr(place.rfind('/') + 1));
    }
  }
  return std::nullopt;
}

std::optional<std::string> account(std::string_view output) {
  if (const std::size_t at = output.find("ERROR: AddressSanitizer: "); at != std::string_view::npos) {
    std::string text = line_at(output, at + std::strlen("ERROR: "));
    text = text.substr(0, text.find(" on address"));
    text = text.substr(0, text.find(" on unknown address"));
    if (const auto frame = student_frame(output, at)) text += " at " + *frame;
    return text;
  }
  if (const std::size_t at = output.find("runtime error: "); at != std::string_view::npos) {
    const std::size_t begin = output.rfind('\n', at);
    return "UndefinedBehaviorSanitizer: " + line_at(output, begin == std::string_view::npos ? 0 : begin + 1);
  }
  if (const std::size_t at = output.find("terminate called"); at != std::string_view::npos) {
    std::string text = line_at(output, at);
    if (const std::size_t what = output.find("what():", at); what != std::string_view::npos) {
      text += ", " + line_at(output, what);
    }
    return text;
  }
  return std::nullopt;
}

}  // namespace

Fate fate_of(const sandbox::Exit& exit, std::string_view output, bool said_hello) {
  const std::string when = said_hello ? "" : " before the test could begin";
  if (exit.reason == sandbox::Reason::kProcessorTime || (exit.signalled() && exit.signal() == SIGXCPU)) {
    return {Outcome::Kind::kTimedOut, "the program used up its processor time: a loop that never waits?"};
  }
  if (exit.reason == sandbox::Reason::kMemory) {
    return {Outcome::Kind::kCrashed, "the program was stopped" + when + ": it used more memory than it may"};
  }
  if (exit.reason == sandbox::Reason::kProcesses) {
    return {Outcome::Kind::kCrashed,
            "the program was stopped" + when + ": it had more processes and threads than it may"};
  }
  const std::optional<std::string> own_account = account(output);
  const std::string because = own_account ? ": " + *own_account : "";
  if (exit.signalled()) {
    const char* name = ::sigdescr_np(exit.signal());
    return {Outcome::Kind::kCrashed, "the program crashed" + when + " (" + (name != nullptr ? name : "unknown signal") +
                                         ", signal " + std::to_string(exit.signal()) + ")" + because};
  }
  if (!exit.signalled() && exit.code() == wire::kExitChannelLost) {
    return {Outcome::Kind::kCrashed, "the program closed its channel to the grader"};
  }
  if (own_account) return {Outcome::Kind::kCrashed, "the program crashed" + when + because};
  return {Outcome::Kind::kCrashed,
          "the program ended by itself" + when + " (exit status " + std::to_string(exit.code()) + ")"};
}

}  // namespace proctor
