#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <string>
#include <vector>

/// Watches tasks that others have started, until all of them are done, and reports every change as one line.
///
/// Lines:    `report` gets one line, without a line break, whenever there is something to say:
///             at the beginning, before any time passes: a line for every task, in the order of `tasks`
///             afterwards, for every task that was running then: a line when it ends, at that moment
///           A task that is done at the beginning has one line in all, every other one has two.
/// Text:     the task's name (`TaskHandle::name`), a colon, a space, and how the task stands:
///             "NAME: running"         it is not done; a task that was cancelled and has not ended yet is running, too
///             "NAME: returned VALUE"  it has a result; VALUE is that as compact JSON (`Json::dump()`)
///             "NAME: failed, WHAT"    it threw an exception; WHAT is what that says (`what()`)
///             "NAME: cancelled"       it ended as cancelled (`TaskHandle::cancelled`)
/// Returns:  how many of the tasks have a result, at the moment the last one ends. Without tasks: 0, at once.
/// Errors:   none. How a task ends is a line, never an exception of the monitor's.
/// Afterwards: no task or timer of the monitor's own is left. It cancels nothing.
/// Open:     the order of the lines when several tasks end at the same moment; what happens when the monitor itself is
///           cancelled.
/// Threads:  the loop's thread only. `report` does not wait, and throws nothing.
/// Requires: no two tasks have the same name. What a task throws is a std::exception, unless it is a CancelledError.
aio::Task<int> monitor(std::vector<aio::TaskHandle<aio::Json>> tasks, std::function<void(std::string)> report);
