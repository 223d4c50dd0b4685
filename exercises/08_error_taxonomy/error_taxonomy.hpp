#pragma once

#include <aio/aio.hpp>
#include <string>

/// The families that the end of a fetch is sorted into. Each one calls for another next step.
enum class Kind {
  kOk,                ///< a JSON answer
  kTimeout,           ///< the answer was not complete when the limit had passed
  kRefused,           ///< no connection came about
  kBrokenOff,         ///< the connection broke before the answer was complete, or what came is not HTTP
  kRateLimited,       ///< status 429
  kClientError,       ///< any other status from 400 to 499
  kServerError,       ///< a status of 500 or more
  kWrongContentType,  ///< a status below 400, and the answer is not declared to be JSON
  kInvalidJson,       ///< declared to be JSON, and not JSON
};

/// One line of the log: what happened, the particulars, and whether the same request may do better later.
struct Outcome {
  Kind kind;
  std::string detail;
  bool retryable;
};

/// Fetches `url` and says in one word how that went.
///
/// Limit:    as in 01_timeout, one for the whole fetch, to the last byte of the body.
/// Returns:  the outcome, as soon as it is known. An answer is judged by its status first, then by its content type,
///           then by its body: a 503 with a page of HTML is a server error and nothing else.
///           Declared to be JSON: a `Content-Type` that begins with `application/json`; `; charset=utf-8` may follow.
///
///           kind                detail                                                        retryable
///           kOk                 the JSON of the answer, as text                               false
///           kTimeout            the words of the error that was caught, `what()`              true
///           kRefused            the same                                                      true
///           kBrokenOff          the same                                                      true
///           kRateLimited        the answer's `Retry-After` as it came; empty without one      true
///           kClientError        the status in digits: "404"                                   false
///           kServerError        the status in digits: "503"                                   true
///           kWrongContentType   the answer's `Content-Type` as it came; empty without one     false
///           kInvalidJson        the words of the error that was caught, `what()`              false
/// Errors:   what is no outcome of a fetch comes out unchanged:
///           CancelledError  the caller was cancelled; nobody wants to know any more
///           UrlError        the URL cannot be requested; that is a mistake in the program, and no server is to blame
/// Afterwards, however it ended: no request, task or timer of this call is left.
aio::Task<Outcome> fetch_and_classify(aio::HttpClient& client, std::string url, aio::Duration limit);
