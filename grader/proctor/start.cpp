#include "grader/proctor/start.hpp"

#include <optional>
#include <system_error>
#include <utility>

#include "grader/proctor/config.hpp"

namespace proctor {
namespace {

struct Spare {
  Time time;
  StartedSubject subject;
};

std::optional<Spare>& spare() {
  static std::optional<Spare> value;
  return value;
}

StartedSubject start(Time time) {
  auto channel = std::make_unique<Channel>();
  sandbox::Process process = sandbox::launch({.program = config().subject,
                                              .arguments = {time == Time::kVirtual ? "--virtual-time" : "--real-time"},
                                              .channel_fd = channel->subject_fd(),
                                              .cpu_limit = config().test_cpu,
                                              .memory_bytes = config().test_memory,
                                              .tasks = config().test_tasks,
                                              .confinement = config().confinement});
  channel->close_subject_end();
  return {std::move(channel), std::move(process)};
}

}  // namespace

StartedSubject fresh_subject(Time time) {
  if (config().subject.empty()) {
    throw std::system_error(std::make_error_code(std::errc::invalid_argument),
                            "no subject: name the student's program with --subject FILE");
  }
  if (spare() && spare()->time == time) {
    StartedSubject subject = std::move(spare()->subject);
    spare().reset();
    return subject;
  }
  return start(time);
}

void start_ahead(Time time) noexcept {
  if (spare()) return;
  try {
    spare().emplace(time, start(time));
  } catch (const std::system_error&) {
    // The next test will try again, and report it.
  }
}

void discard_spare() noexcept { spare().reset(); }

}  // namespace proctor
