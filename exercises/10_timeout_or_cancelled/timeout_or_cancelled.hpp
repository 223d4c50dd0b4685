#pragma once

#include <aio/aio.hpp>
#include <functional>

/// Finds a taxi: rings one driver after the other until one answers.
///
/// Calls:    `ring(1)`, `ring(2)` and so on, `calls` at most (one or more). The first begins at once, each other one at
///           the moment the one before was missed.
/// Limit:    counts for each call from its beginning; more than zero. When it has passed, the call is cancelled. As
///           soon as it has ended, it is *missed*: `missed(number)` is called once, and the next call begins. A call
///           that throws TimeoutError by itself, because there is a limit inside it, is missed in the same way.
/// Patience: counts for the whole search, from the moment the task begins; more than zero. When it has passed, the call
///           under way is cancelled, no other one begins, and the search is over as soon as that call has ended.
/// Returns:  the answer of the first call that has one, at the moment it has.
/// Errors:   TimeoutError    the last of the calls was missed, or the patience is over
///           CancelledError  the caller was cancelled; the call under way has been cancelled as well, and has ended
///           what a call throws besides, unchanged and at once; no other call begins
/// Missed:   nobody else has missed a call: not who was rung when the patience was over or the caller was cancelled,
///           and not who was rung when the call failed otherwise.
/// At the same moment, a cancellation from outside comes before both limits, and the patience before a call's limit:
///           If the caller is cancelled at the very moment a limit passes, or later while the call that ran out of time
///           has not ended yet, CancelledError comes out, that call is not missed, and no other one begins.
///           If the patience and a call's limit pass at the very same moment, TimeoutError comes out, that call is not
///           missed, and no other one begins.
/// Open:     whether a call that is being cancelled may take its time to end when there is a second reason to cancel
///           it; whether it is missed when the patience is over by then; what comes out when a call is answered at the
///           very moment at which it would be cancelled.
/// Afterwards, however it ended: no call, task or timer of this search is left.
aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed);
