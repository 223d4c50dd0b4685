#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <string>

/// How often the buoy is called, and for how long.
struct Patience {
  int retries = 3;        ///< calls after the first one; 0: no second call
  aio::Duration limit{};  ///< of each call, from the moment it has its line until the last byte of the answer
  aio::Duration pause{};  ///< between the end of a call and the moment the next one asks for a line
};

/// Reads the buoy at `url`, each time over a satellite line of its own, and tries again when a call fails.
///
/// Lines:    `take_line` waits for a free line and gives its number. `give_back` takes that number back: for each line
///           that was taken exactly once, at the moment its call ends, before any pause.
/// Returns:  the JSON of an answer with a status below 400, as soon as it is complete.
/// Retries:  after a ConnectError, a TransportError or a TimeoutError. When `1 + patience.retries` calls have failed,
///           the error of the last one comes out, at once.
/// Errors:   StatusError     the buoy answered with a status of 400 or more (`Response::raise_for_status`)
///           JsonError       the buoy's answer is no JSON (`Response::json`)
///           CancelledError  the caller was cancelled, whatever it waited for
///           What `take_line` throws, whatever it is.
///           After any of these there is no other call, and the error comes out unchanged and at once.
/// Afterwards, however it ended: no line, request, task or timer of this call is left.
/// Threads:  any number of calls may be under way at once; they have nothing to do with each other.
aio::Task<aio::Json> read_buoy(aio::HttpClient& client, std::string url, Patience patience,
                               std::function<aio::Task<int>()> take_line, std::function<void(int)> give_back);
