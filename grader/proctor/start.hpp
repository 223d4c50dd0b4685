#pragma once

#include <memory>

#include "grader/proctor/channel.hpp"
#include "grader/proctor/world.hpp"
#include "grader/sandbox/launcher.hpp"

namespace proctor {

/// A subject's process and our end of its channel.
struct StartedSubject {
  std::unique_ptr<Channel> channel;
  sandbox::Process process;
};

/// Locks this process in (sandbox/lock_in.hpp), with a helper outside that starts subjects as `config()` says now.
///
/// Errors:   throws std::system_error.
/// Requires: a single thread, and `config()` complete.
void lock_in();

/// Provides a fresh subject for one test: starts it, or takes the one that `start_ahead` has started.
///
/// Errors: throws std::system_error when no process can be started.
StartedSubject fresh_subject(Time time);

/// Starts the next test's subject while the present test runs: loading a program under AddressSanitizer takes longer than most tests.
/// Nothing is sent to it before its test takes it, so a test can not tell the difference. A failure is left for `fresh_subject` to meet.
void start_ahead(Time time) noexcept;

/// Ends the subject that was started ahead, if there is one.
void discard_spare() noexcept;

}  // namespace proctor
