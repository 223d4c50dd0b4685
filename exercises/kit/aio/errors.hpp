#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace aio {

/// The base of everything that goes wrong in an operation of the kit. A cancellation is not an error: see
/// `CancelledError`.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A time limit set by `timeout` ran out.
class TimeoutError : public Error {
 public:
  using Error::Error;
};

/// No connection came about: it was refused, or the host's name could not be resolved. The server has seen nothing of
/// the request.
class ConnectError : public Error {
 public:
  using Error::Error;
};

/// The connection broke after it was made: reset, closed early, a body shorter than promised, or an answer that is not
/// HTTP.
class TransportError : public Error {
 public:
  using Error::Error;
};

/// The server answered in full, but with a status of 400 or more. Thrown by `Response::raise_for_status` and by nothing
/// else.
class StatusError : public Error {
 public:
  explicit StatusError(int status, const std::string& what) : Error(what), status_(status) {}
  int status() const { return status_; }

 private:
  int status_;
};

/// A body that was to be JSON is not.
class JsonError : public Error {
 public:
  using Error::Error;
};

/// A URL that cannot be requested; the message quotes it and says what is wrong.
class UrlError : public Error {
 public:
  using Error::Error;
};

/// An operation that the object's state forbids: a result asked for too early, a future resolved twice, a task awaited
/// twice.
class InvalidStateError : public Error {
 public:
  using Error::Error;
};

/// Reached a part of an exercise that is still to be written; see `not_implemented`.
class NotImplementedError : public Error {
 public:
  using Error::Error;
};

/// Every task waits and nothing is left that could wake one; the message names the tasks and what each waits for.
class DeadlockError : public Error {
 public:
  using Error::Error;
};

/// Thrown into a task at the await where it is suspended, once for each time it is cancelled.
///
/// Derives from nothing, so that a handler for errors does not swallow a cancellation by accident. Code that catches it
/// cleans up (it may await) and throws it on. A `co_await` cannot stand inside a handler: keep a `std::exception_ptr`
/// and rethrow after the clean-up. Source: asyncio.CancelledError, which is no Exception either since Python 3.8.
class CancelledError {
 public:
  const char* what() const noexcept { return "cancelled"; }
};

/// Throws `NotImplementedError`; stubs call it. `what` names the missing part.
[[noreturn]] void not_implemented(std::string_view what);

}  // namespace aio
