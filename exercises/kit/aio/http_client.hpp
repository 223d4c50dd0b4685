#pragma once
#include <aio/http_message.hpp>
#include <aio/task.hpp>
#include <source_location>
#include <string>

namespace aio {

/// Sends HTTP/1.1 requests, each on a connection of its own, any number at a time.
///
/// It sets no time limit: put a request into `timeout`. When the task is cancelled the connection is closed at once, in
/// whatever phase it is. Redirects are not followed, bodies are not decompressed, and a status of 400 or more is an
/// answer like any other: see `raise_for_status`.
/// Returns:  the whole answer.
/// Errors:   `UrlError` for a URL that cannot be requested, `ConnectError` when no connection came about,
///           `TransportError` when it broke before the answer was complete or the answer is not HTTP, `CancelledError`
///           when the task was cancelled.
/// Threads:  the loop's thread only, which is never blocked: each request in flight has a thread of its own, and `run`
///           waits for its end. Only the look-up of a host's name cannot be cut short.
/// Source:   httpx.AsyncClient; cpp-httplib does the talking.
class HttpClient {
 public:
  HttpClient() = default;

  /// Gets a URL of the form `http://host[:port][/path][?query]`.
  Task<Response> get(std::string url, std::source_location place = std::source_location::current()) const;

  /// Sends any request, also with headers and a body.
  Task<Response> request(Request request, std::source_location place = std::source_location::current()) const;
};

}  // namespace aio
