#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <string>

/// Calls the speaking clock once, waits until it has spoken, and returns the note of what it said.
///
/// `dial` makes one call and gives back the task of it. Nothing rings before that task is awaited.
///
/// Returns:  `note(words)` for the words that the clock spoke, as soon as it has spoken them.
/// Errors:   whatever the call throws comes out as it is.
/// Requires: `dial` is called once; every call costs a unit.
aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial);

/// Returns the note of words that were heard: `heard: ten past nine`.
inline std::string note(const std::string& words) { return "heard: " + words; }

/// Returns the note of a call that has not been listened to: all there is to write down is that a task exists.
inline std::string note(const aio::Task<std::string>& call) {
  static_cast<void>(call);
  return "heard: <a task, not awaited yet>";
}
