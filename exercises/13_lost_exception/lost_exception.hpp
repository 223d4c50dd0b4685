#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <string>
#include <vector>

/// Reads the bulletin to every hut by radio, and has it archived meanwhile.
///
/// `radio(hut, bulletin)` calls one hut, `archive(bulletin)` puts the bulletin into the archive.
///
/// Order:    The archive and the first hut begin at once, and neither waits for the other. Huts are called one at a
///           time, each once, in the order given, the next one as soon as the one before is over.
/// Returns:  the huts that were not reached, in that order, as soon as every hut has been called and the bulletin is
///           archived.
/// Errors:   from `radio`, any `aio::Error`: this hut was not reached, and the next one is called.
///           from `archive`, whatever it is: comes out unchanged, as soon as every hut has been called. The huts come
///           first, so a failed archive keeps none of them waiting.
///           CancelledError  the caller was cancelled. No other hut is called; the call under way and the archive are
///                           cancelled, and have ended before it comes out.
/// Open:     errors of `radio` that are no `aio::Error`; what comes out when the archive fails and the caller is
///           cancelled, too.
/// Afterwards, however it ended: no task of this call is left.
/// Threads:  any number of calls may be under way at once; they have nothing to do with each other.
aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive);
