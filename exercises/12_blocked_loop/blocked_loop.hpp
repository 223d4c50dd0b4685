#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <utility>
#include <vector>

/// Fires a kiln in stages, with a heartbeat that tells the watchdog that the program is alive.
///
/// `plan(target)` works out the burner's level for a target temperature. It is an ordinary function that computes, for
/// seconds, and returns; it may be called on any thread, but no second call may begin before the first has ended.
/// `set_burner(level)` drives the valve there. `beat()` is one sign of life.
///
/// Stages:   for each target, in the order given and one after the other: plan, set the burner to that level, soak. The
///           last stage soaks, too.
/// Soaking:  lasts exactly `soak` of the loop's time, as `aio::sleep` measures it, from the moment the burner is set.
/// Beats:    at the beginning and then every `period` of the loop's time, on the loop's thread, until the firing ends:
///           during all of every stage, evenly, none late and none left out.
/// Returns:  the levels, one for each target, when the last stage has soaked. Planning and setting take as long as they
///           take; nothing else does.
/// Errors:   what `plan` or `set_burner` throws comes out unchanged and at once, and no other stage begins.
///           CancelledError  the caller was cancelled, in whatever part of a stage; comes out at once. A plan that is
///                           under way cannot be stopped and ends unheard.
/// Afterwards, however it ended: the heartbeat is over, and no task or timer of this call is left.
/// Threads:  any number of calls may be under way at once; they have nothing to do with each other.
aio::Task<std::vector<int>> fire(std::vector<int> targets, aio::Duration soak, aio::Duration period,
                                 std::function<int(int target)> plan, std::function<aio::Task<>(int level)> set_burner,
                                 std::function<void()> beat);

/// Beats every `period`, from the next time that the loop is free until this object ends.
class Heartbeat {
 public:
  Heartbeat(std::function<void()> beat, aio::Duration period)
      : task_(aio::create_task(go_on(std::move(beat), period), "heartbeat")) {}
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;
  ~Heartbeat() { task_.cancel(); }

 private:
  static aio::Task<> go_on(std::function<void()> beat, aio::Duration period) {
    for (;;) {
      beat();
      co_await aio::sleep(period);
    }
  }

  aio::TaskHandle<void> task_;
};
