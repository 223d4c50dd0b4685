#pragma once

#include <aio/aio.hpp>
#include <memory>
#include <optional>
#include <string>

/// What a client puts up with. Every number comes from the caller; there are no defaults.
struct ResiliencePolicy {
  aio::Duration attempt_limit;  ///< for one attempt, to the last byte of the body; more than zero
  int max_retries;              ///< attempts after the first one of a request; zero or more
  aio::Duration initial_delay;  ///< before the first retry; more than zero
  aio::Duration max_delay;      ///< no wait between two attempts is longer
  int failure_threshold;        ///< failed requests in a row that open the breaker; one or more
  aio::Duration open_time;      ///< how long it stays open; more than zero
};

/// A client for one server that fails at times: limited attempts, retries with backoff, and one circuit breaker for all
/// of its URLs.
///
/// Words:    an *attempt* is one HTTP request. A *request* is one call of `fetch` with all of its attempts.
/// Breaker:  closed at first. It counts requests, not attempts:
///   success     the server has answered: `fetch` returned a value or threw (see Errors). The count goes back to zero.
///   failure     the last attempt of a request has failed. One more on the count.
///   closed      every request is let through. When the count reaches `failure_threshold`, the breaker opens, at the
///               moment that request fails.
///   open        for `open_time`: no request is let through; `fetch` returns nothing at once, and asks nobody.
///   half-open   from the moment `open_time` has passed, that moment included. The next request is let through as a
///               *probe*, with attempts and waits like any other; until it is over no other one is let through. Success
///               closes the breaker, and the count is zero. Failure opens it for another `open_time` from then on.
/// Left open: what the success or failure of a request does to the breaker that was let through before the breaker opened
///           and ends later. (It goes on with its attempts.) Whether a UrlError is a success.
/// Threads:  the loop's thread only; any number of requests may be under way at once.
class ResilientClient {
 public:
  virtual ~ResilientClient() = default;

  /// Gets the JSON of `url`, if that can be had.
  ///
  /// Attempts: an attempt *fails* with a TimeoutError (`attempt_limit` has passed, and its connection is given up), a
  ///           ConnectError, a TransportError, or a status of 429 or of 500 and more. After a failed attempt the next
  ///           one follows, up to `max_retries` of them, after a wait of `initial_delay`, twice that, four times that,
  ///           and so on, each of them `max_delay` at most. The waits have no jitter.
  /// Returns:  the parsed body of the first attempt that is answered with a status below 400, as soon as it is complete.
  ///           JSON `null` is an answer like any other.
  ///           Nothing (`std::nullopt`) when the last attempt has failed, at that moment; at once when the breaker lets
  ///           the request not through.
  /// Errors:   what another attempt would not mend, unchanged and at once, with no further attempt:
  ///           StatusError     any other status of 400 and more
  ///           JsonError       an answer whose body is not JSON
  ///           UrlError        no URL to begin with
  ///           CancelledError  the caller was cancelled: neither success nor failure. No further attempt begins. If it
  ///                           was the probe, the next request is.
  /// Afterwards, however it ended: no task, timer or request of this call is left.
  /// Requires: the client outlives the call.
  virtual aio::Task<std::optional<aio::Json>> fetch(std::string url) = 0;
};

/// Makes a client whose breaker is closed. It sends its requests with `client`, which outlives it, and shares nothing
/// else with any other one.
std::unique_ptr<ResilientClient> make_resilient_client(aio::HttpClient& client, ResiliencePolicy policy);
