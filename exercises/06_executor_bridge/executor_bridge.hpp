#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <vector>

/// Runs `work`, which blocks, once for each of `inputs`: all at the same time, and none of it on the loop's thread.
///
/// Work:     an ordinary function, no coroutine: it holds up the thread that calls it until it has its result. It may be
///           called from any number of threads at the same time.
/// Returns:  one result for each input, in the order of `inputs`, at the moment the last of them is there. Inputs may be
///           equal; each of them has a call and a result of its own. Without inputs: an empty list, at once.
/// Errors:   what `work` threw, unchanged. Nothing that has begun can be stopped, so it is thrown at the moment the last
///           call of `work` ends. When several failed: the error that belongs to the first of them in the order of
///           `inputs`.
///           CancelledError  the caller was cancelled. Calls of `work` that are under way go on, unheard, perhaps longer
///                           than this function; whatever they use has to last as long.
/// Afterwards, unless it was cancelled: no call of `work` is under way, and no task is left.
/// Open:     in which order the calls of `work` begin; whether a cancelled caller hears of it at once, or once the work
///           has ended.
/// Threads:  `work` is called on threads of the executor (`aio::in_executor`), one for each input. Other tasks of the
///           loop go on meanwhile, on time. Do not wait for a thread on the loop's own one: that holds it up, too.
aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs);
