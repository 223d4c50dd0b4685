// Theory of operation. Each program runs under a warden (warden.hpp). The calling thread polls four pipes: the
// program's output, its events, the warden's report and the interruption. To end a program it closes the warden's
// lifeline and goes on polling until the report arrives, so there is one way out, and at its end nothing of the program
// is alive.
#include "grader/build/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

#include "grader/build/capped_output.hpp"
#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/build/warden.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Pipe make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    throw InfrastructureError(std::string("cannot create a pipe: ") + errno_text(errno));
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

class Run {
 public:
  Run(const Command& command, const ProcessLimits& limits, const Interruption& interruption)
      : command_(command), limits_(limits), interruption_(interruption), output_text_(limits.output_bytes) {}

  ProcessResult to_its_end() {
    start();
    while (!report_arrived_) step();
    drain();
    while (::waitpid(warden_, nullptr, 0) < 0 && errno == EINTR) {
    }
    return result();
  }

 private:
  void start() {
    std::vector<std::string> texts{command_.program.string()};
    texts.insert(texts.end(), command_.arguments.begin(), command_.arguments.end());
    const std::vector<char*> arguments = pointers(texts);
    const std::vector<char*> environment = pointers(command_.environment);
    Pipe output = make_pipe();
    Pipe events = command_.on_events ? make_pipe() : Pipe{};
    Pipe lifeline = make_pipe();
    Pipe status = make_pipe();
    const WardenPlan plan{.program = command_.program.c_str(),
                          .arguments = arguments.data(),
                          .environment = environment.data(),
                          .folder = command_.folder.empty() ? nullptr : command_.folder.c_str(),
                          .output = output.write.get(),
                          .events = events.write.get(),
                          .lifeline = lifeline.read.get(),
                          .status = status.write.get(),
                          .cpu_seconds = static_cast<std::uint64_t>(limits_.cpu.count()),
                          .file_bytes = limits_.file_bytes,
                          .memory_bytes = limits_.memory_bytes};
    started_ = last_event_ = SteadyClock::now();
    warden_ = ::_Fork();
    if (warden_ == 0) run_warden(plan);
    if (warden_ < 0) throw InfrastructureError(std::string("cannot start a process: ") + errno_text(errno));
    output_ = std::move(output.read);
    events_ = std::move(events.read);
    lifeline_ = std::move(lifeline.write);
    status_ = std::move(status.read);
  }

  void step() {
    std::array<pollfd, 4> waits{{{output_.get(), POLLIN, 0},
                                 {events_.get(), POLLIN, 0},
                                 {status_.get(), POLLIN, 0},
                                 {lifeline_ ? interruption_.fd() : -1, POLLIN, 0}}};
    ::poll(waits.data(), waits.size(), time_left());
    if (waits[0].revents != 0) read_output();
    if (waits[1].revents != 0) read_events();
    if (waits[2].revents != 0) read_report();
    if (waits[3].revents != 0) end_it(ProcessResult::End::kInterrupted);
    if (!lifeline_) return;
    const auto now = SteadyClock::now();
    if (now - started_ >= limits_.wall) end_it(ProcessResult::End::kWallLimit);
    if (limits_.silence.count() > 0 && now - last_event_ >= limits_.silence) end_it(ProcessResult::End::kSilent);
  }

  int time_left() const {
    if (!lifeline_) return -1;
    const auto now = SteadyClock::now();
    milliseconds left = duration_cast<milliseconds>(started_ + limits_.wall - now);
    if (limits_.silence.count() > 0)
      left = std::min(left, duration_cast<milliseconds>(last_event_ + limits_.silence - now));
    return static_cast<int>(std::clamp<std::int64_t>(left.count() + 1, 0, 3'600'000));
  }

  void end_it(ProcessResult::End why) {
    if (!lifeline_) return;
    ended_by_us_ = why;
    lifeline_.reset();
  }

  // Reads once; returns what came. An end of file closes the descriptor, so that poll no longer looks at it.
  std::string_view read_some(UniqueFd& from) {
    const ssize_t got = ::read(from.get(), buffer_.data(), buffer_.size());
    if (got > 0) return {buffer_.data(), static_cast<std::size_t>(got)};
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) from.reset();
    return {};
  }

  void read_output() { output_text_.add(read_some(output_)); }

  void read_events() {
    const std::string_view chunk = read_some(events_);
    if (chunk.empty()) return;
    last_event_ = SteadyClock::now();
    if (lifeline_ && !command_.on_events(chunk)) end_it(ProcessResult::End::kStopped);
  }

  void read_report() {
    WardenReport report;
    const ssize_t got = ::read(status_.get(), &report, sizeof report);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got != static_cast<ssize_t>(sizeof report)) {  // the warden is gone and said nothing more
      report_arrived_ = true;
    } else if (report.kind == WardenReport::Kind::kNotStarted) {
      not_started_ = report.error;
    } else {
      report_ = report;
      report_arrived_ = true;
    }
  }

  // Everything that could write is dead, so the ends of file are near; a sibling may hold a copy for a moment after its
  // fork.
  void drain() {
    const auto until = SteadyClock::now() + std::chrono::seconds(10);
    while ((output_ || events_) && SteadyClock::now() < until) {
      std::array<pollfd, 2> waits{{{output_.get(), POLLIN, 0}, {events_.get(), POLLIN, 0}}};
      ::poll(waits.data(), waits.size(), 100);
      if (waits[0].revents != 0) read_output();
      if (waits[1].revents != 0) read_events();
    }
  }

  ProcessResult result() {
    ProcessResult end;
    end.output = output_text_.text();
    end.wall = duration_cast<milliseconds>(SteadyClock::now() - started_);
    if (not_started_) {
      end.end = ProcessResult::End::kNotStarted;
      end.code = *not_started_;
    } else if (ended_by_us_) {
      end.end = *ended_by_us_;
    } else if (report_) {
      end.cpu = std::chrono::microseconds(report_->cpu_us);
      const bool exited = WIFEXITED(report_->wait_status);
      end.code = exited ? WEXITSTATUS(report_->wait_status) : WTERMSIG(report_->wait_status);
      end.end = exited ? ProcessResult::End::kExited : ProcessResult::End::kSignaled;
      const bool cpu_used_up =
          limits_.cpu.count() > 0 && (end.code == SIGXCPU || (end.code == SIGKILL && end.cpu >= limits_.cpu));
      if (!exited && cpu_used_up) end.end = ProcessResult::End::kCpuLimit;
    }
    return end;
  }

  const Command& command_;
  const ProcessLimits& limits_;
  const Interruption& interruption_;
  CappedOutput output_text_;
  UniqueFd output_, events_, lifeline_, status_;
  pid_t warden_ = -1;
  SteadyClock::time_point started_, last_event_;
  bool report_arrived_ = false;
  std::optional<WardenReport> report_;
  std::optional<int> not_started_;
  std::optional<ProcessResult::End> ended_by_us_;
  std::array<char, 16 * 1024> buffer_;
};

}  // namespace

ProcessResult run_process(const Command& command, const ProcessLimits& limits, const Interruption& interruption) {
  return Run(command, limits, interruption).to_its_end();
}

namespace {

std::string signal_text(int number) {
  const char* text = ::sigdescr_np(number);
  return text != nullptr ? text : "unknown";
}

}  // namespace

std::string describe_end(const ProcessResult& result) {
  using End = ProcessResult::End;
  switch (result.end) {
    case End::kExited:
      return "exited with status " + std::to_string(result.code);
    case End::kSignaled:
      return "was killed by signal " + std::to_string(result.code) + " (" + signal_text(result.code) + ")";
    case End::kNotStarted:
      return std::string("could not be started: ") + errno_text(result.code);
    case End::kLost:
      return "was lost: the process that watches over it was killed";
    case End::kCpuLimit:
      return "used up its processor time";
    case End::kWallLimit:
      return "did not end within its limit of real time";
    case End::kSilent:
      return "was silent for too long";
    case End::kStopped:
      return "was stopped";
    case End::kInterrupted:
      return "was interrupted";
  }
  return "ended";
}

}  // namespace grader
