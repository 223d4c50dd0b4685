#pragma once

#include <aio/aio.hpp>
#include <string>

/// Fetches `url` and returns the JSON of the answer, as long as all of it arrives within `limit`.
///
/// Limit:    one limit for the whole fetch, from the moment the task begins until the last byte of the body:
///           connecting, status line, headers and body together. Data that keeps trickling in buys no extra time.
/// Returns:  the parsed body of an answer with a status below 400, as soon as it is complete.
/// Errors:   TimeoutError    the answer was not complete when the limit had passed; thrown then, no sooner, no later
///           StatusError     the answer came in time, with a status of 400 or more (`Response::raise_for_status`)
///           JsonError       the answer came in time, and its body is not JSON (`Response::json`)
///           ConnectError, TransportError    what the client threw, unchanged
///           CancelledError  the caller was cancelled while it waited
/// Afterwards, however it ended: the request is over. When it was given up, the server has seen the client leave, and no task,
/// timer or request of this call is left.
/// Threads:  any number of calls may be under way at once on one client, each with its own limit.
aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit);
