#include "grader/proctor/start.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "grader/proctor/config.hpp"
#include "grader/sandbox/lock_in.hpp"
#include "grader/sandbox/starter.hpp"

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

sandbox::Launch launch_in(Time time) {
  return {.program = config().subject,
          .arguments = {time == Time::kVirtual ? "--virtual-time" : "--real-time"},
          .cpu_limit = config().test_cpu,
          .memory_bytes = config().test_memory,
          .tasks = config().test_tasks,
          .confinement = config().confinement};
}

std::unique_ptr<sandbox::Starter>& starter() {
  static std::unique_ptr<sandbox::Starter> value;
  return value;
}

sandbox::Process start(Time time, int channel_fd) {
  if (starter()) return starter()->start(static_cast<std::size_t>(time), channel_fd);
  sandbox::Launch launch = launch_in(time);
  launch.channel_fd = channel_fd;
  return sandbox::launch(launch);
}

StartedSubject start(Time time) {
  auto channel = std::make_unique<Channel>();
  sandbox::Process process = start(time, channel->subject_fd());
  channel->close_subject_end();
  return {std::move(channel), std::move(process)};
}

}  // namespace

void lock_in() {
  static_assert(static_cast<std::size_t>(Time::kVirtual) == 0 && static_cast<std::size_t>(Time::kReal) == 1);
  if (!config().subject.empty())
    starter() = std::make_unique<sandbox::Starter>(std::vector{launch_in(Time::kVirtual), launch_in(Time::kReal)});
  sandbox::lock_in();
}

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
