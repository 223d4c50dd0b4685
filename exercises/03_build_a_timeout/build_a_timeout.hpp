#pragma once

#include <aio/aio.hpp>

/// Runs `operation` for at most `limit`. You build what `aio::timeout` does, out of `create_task`, `sleep` and
/// `TaskHandle::cancel`.
///
/// Limit:    counts from the moment the task begins; more than zero.
/// Returns:  the operation's result, at the moment it has one.
/// Errors:   what the operation throws, unchanged and at that moment. An error that it throws while it is being
///           cancelled comes out too.
///           TimeoutError    the limit passed and the operation has been cancelled. Not thrown before the operation has
///           ended: its
///                           clean-up may await, and the caller may rely on it being done.
///           CancelledError  the caller was cancelled. The operation has been cancelled as well, and has ended first.
/// Open:     what comes out when the operation ends, or the caller is cancelled, at the very moment the limit passes or
///           during the clean-up after it. (Exercise 10 is about that.)
/// Afterwards, however it ended: the operation is over, and no timer of this call is left.
/// Threads:  any number of calls may be under way at once; they have nothing to do with each other.
aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation);

// The kit's own timeout is what you are building, so that name leads nowhere in this exercise.
#define timeout timeout_is_what_you_build_here
#ifdef __clang__
#pragma clang final(timeout)
#endif
