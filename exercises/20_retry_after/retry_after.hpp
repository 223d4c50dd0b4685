#pragma once

#include <aio/aio.hpp>
#include <string>

/// Fetches `url` from a server that says when to come back, and comes back then.
///
/// Deadline: `total_limit` after the task has begun, for all attempts and waits together, to the last byte of the answer.
///           No attempt has a limit of its own.
/// Retries:  an answer with the status 429 or 503, and nothing else. The next attempt begins when the wait is over that
///           the answer asks for, counted from the moment the answer is complete. There is no limit to their number.
/// Wait:     by the answer's `Retry-After`:
///   seconds   decimal digits, and nothing else: so many seconds. The number can be of any size. With a minus sign
///             before the digits: no wait.
///   date      "Sun, 06 Nov 1994 08:49:37 GMT": the time from the answer's own `Date` header, which is written in the
///             same way, to that date. The clock of this machine has no part in it. A date that is not later than
///             `Date`: no wait. Years have four digits.
///   neither   `default_delay`: when the header is missing or is written in another way, and when there is a date, but
///             `Date` is missing or written in another way.
/// No wait:  the next attempt begins at once.
/// Too long: a wait that would not end before the deadline is not begun; see StatusError.
/// Returns:  the parsed body of the first answer with a status below 400, as soon as it is complete.
/// Errors:   StatusError     an answer with any other status of 400 and more, at once. Or one of 429 or 503 whose wait
///                           would not end before the deadline: then the status is that one, and nobody waits.
///           TimeoutError    the deadline came while an attempt was under way; thrown then, the connection given up
///           JsonError, ConnectError, TransportError    as in 01_timeout, from any attempt, with no further one
///           CancelledError  the caller was cancelled while it waited. No further attempt begins.
/// Left open: a plus sign before the digits; several headers of one name; the two obsolete forms of an HTTP date, and one
///           that is cut short, goes on after "GMT" or has the wrong weekday. Such a date may be understood or be taken
///           for "written in another way".
/// Afterwards, however it ended: no request, task or timer of this call is left.
/// Requires: `total_limit` and `default_delay` are more than zero.
/// Source:   RFC 9110, sections 5.6.7 (dates), 6.6.1 (Date) and 10.2.3 (Retry-After); RFC 6585, section 4 (429).
aio::Task<aio::Json> fetch_when_ready(aio::HttpClient& client, std::string url, aio::Duration total_limit,
                                      aio::Duration default_delay);
