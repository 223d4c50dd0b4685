#pragma once

#include <aio/aio.hpp>
#include <exception>
#include <functional>
#include <string>
#include <vector>

// The errors of this program. The classes are yours to write, in error_hierarchy.cpp, under these names and in this
// order of descent:
//
//   HutError                     the root; a std::exception (std::runtime_error is a good start)
//   ├── StationError             one station could not be read; what() contains the station's name
//   │   ├── StationAway          it is out of reach, and may be back tomorrow by itself
//   │   │   ├── StationSilent        no answer within the limit
//   │   │   └── StationUnreachable   no connection, or one that broke off
//   │   └── StationGarbled       it answered, and not with a reading: somebody has to look after it
//   └── BulletinError            no bulletin could be made
//
// Cause:    an error that follows from another one keeps that one, unchanged, where `std::rethrow_if_nested` finds it.
// Open:     constructors, members, namespaces, further classes, what else the messages say.

/// Asks a station for its reading, for as long as that takes.
using Fetch = std::function<aio::Task<aio::Json>(std::string station)>;

/// Reads the depth of the snow at one station.
///
/// Limit:    for the answer of `fetch(station)`, from the moment the task begins.
/// Returns:  the number under "depth_cm" of a reading such as `{"depth_cm": 120}`.
/// Errors:   StationSilent       the limit passed, or `fetch` threw a TimeoutError of its own; cause: the TimeoutError
///           StationUnreachable  cause: the ConnectError or TransportError that `fetch` threw
///           StationGarbled      cause: the StatusError or JsonError that `fetch` threw; also for a reading that is no
///                               object, or has no number under "depth_cm" (with or without a cause, as you like)
///           Everything else comes out as it is: a cancellation, and an error that is no station's fault, such as
///           InvalidStateError.
aio::Task<int> read_station(Fetch fetch, std::string station, aio::Duration limit);

/// Reads all stations and puts the bulletin together. Calls `read_station`, with the same limit for each station.
///
/// Returns:  an object with a member for each station: its depth, or null when the station is away (StationAway).
/// Errors:   BulletinError       a station sent no reading; cause: its StationGarbled, with that one's own cause
///           Everything else comes out as it is.
/// Open:     whether the stations are read one after the other or at the same time.
aio::Task<aio::Json> make_bulletin(Fetch fetch, std::vector<std::string> stations, aio::Duration limit);

/// Tells an error and its causes: what() of each, the error itself first, the cause that has no cause last.
///
/// Requires: `error` is not null; it and its causes are std::exceptions, of whatever classes, any number of them.
std::vector<std::string> story_of(std::exception_ptr error);

/// What the board in the hallway shows: the bulletin of `make_bulletin`.
///
/// Returns:  the bulletin; after a HutError `{"no_bulletin": […]}`, with the story of the error.
/// Errors:   everything that is no HutError comes out as it is.
aio::Task<aio::Json> show_board(Fetch fetch, std::vector<std::string> stations, aio::Duration limit);
