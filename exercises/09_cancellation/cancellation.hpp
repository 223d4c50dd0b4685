#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <string>
#include <vector>

/// Lets one ship through the bridge: a job of several steps, which may be cancelled at any moment.
///
/// Steps:    `perform(step)` for each of `steps`, in their order; the next one begins at the moment the one before has
///           ended. There may be none.
/// Stop:     when the caller is cancelled, the step under way is cancelled at that moment; its end may take a while.
///           No other step begins. After a step that fails, no other one begins either.
/// Report:   `report(done)` is called exactly once, at the moment the steps are over: the last one has ended, or one
///           has failed, or the cancelled one has ended. `done` names, in their order, the steps that were performed
///           to their end. A step that failed or was cancelled is not among them.
/// Clean-up: `clean_up()` is begun exactly once, right after the report, however the steps ended. It may await. The job
///           is over when the clean-up is over, and no sooner.
/// Errors:   CancelledError  the caller was cancelled; thrown after the clean-up
///           what a step throws, unchanged; thrown after the clean-up
/// Cancelled while it cleans up, be it for the first time or once more: neither report nor clean-up begins a second
///           time, and CancelledError comes out. Whether the rest of the clean-up is still carried out is open.
/// Open:     what comes out when the clean-up fails, and what becomes of the job when a step answers its cancellation
///           with a result or another error.
/// Threads:  any number of calls may be under way at once; they have nothing to do with each other.
aio::Task<> let_ship_through(std::vector<std::string> steps, std::function<aio::Task<>(std::string step)> perform,
                             std::function<aio::Task<>()> clean_up,
                             std::function<void(std::vector<std::string> done)> report);
