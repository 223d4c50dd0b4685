#pragma once

#include <aio/aio.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

/// Gets `url` and returns the JSON of the answer, in up to `attempts` attempts, and puts a name on each request by which
/// it can be found in the logs of everybody it passes.
///
/// Attempts: one at a time, the first at once. When one fails by an `aio::Error`, whichever it is, the next begins at
///           once; waits are the subject of exercise 15. There is none after a success, and none after `attempts`.
/// Header:   each request has one header `traceparent` with one value of 55 characters,
///               00-<trace id>-<span id>-<flags>
///           of 32, 16 and 2 digits, each one of 0-9 and a-f. The *trace id* names the call, and is the same for all of
///           its attempts. The *span id* names the attempt, and each one has its own.
/// Trace:    if `incoming` is valid, the call continues that trace: it takes the trace id and the flags from there.
///           Otherwise, and if there is no `incoming`, it begins a trace: with a trace id that it draws, and the flags 01.
/// Valid:    a text of the form above in all its 55 characters, whose trace id is not all zeros, and neither is its
///           third field, which is the span id of the caller. Anything else is ignored as a whole.
/// Drawing:  a number from `random` makes 16 digits, the highest first, with leading zeros. A trace id is two numbers,
///           the first in front; a span id is one. An id of nothing but zeros is not valid: all its numbers are drawn
///           again, until it is. Drawn are the trace id, if it is needed, and then one span id right before each attempt;
///           no number is drawn that is not needed.
/// Returns:  the parsed body of the first answer with a status below 400.
/// Errors:   the error of the last attempt, unchanged: StatusError, JsonError, ConnectError, TransportError.
///           CancelledError when the caller was cancelled: the request is given up, and no other begins.
/// Open:     what becomes of an `incoming` of another version: one that begins with two other digits and a `-`.
/// Threads:  any number of calls may be under way at once on one client, each with its own trace.
/// Source:   https://www.w3.org/TR/trace-context-1/
aio::Task<aio::Json> fetch_traced(aio::HttpClient& client, std::string url, int attempts,
                                  std::optional<std::string> incoming, std::function<std::uint64_t()> random);
