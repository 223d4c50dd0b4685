#pragma once

#include <aio/aio.hpp>
#include <optional>
#include <string>

/// Fetches `url` within `limit`, and has an answer of its own for the case that the limit passes.
///
/// Limit:    as in 01_timeout, one for the whole fetch, to the last byte of the body.
/// Returns:  the parsed body of an answer with a status below 400 that is complete in time, whatever it says:
///           `null`, `{}` and `false` are answers too. If the limit passes first: `fallback`, unchanged, at that moment.
/// Fallback: an absent one (`std::nullopt`) means that there is none. JSON `null` is a value like any other: whoever
///           passes it wants it back after a timeout.
/// Errors:   TimeoutError    the limit passed, and there is no fallback
///           StatusError, JsonError, ConnectError, TransportError, CancelledError    as in 01_timeout, with or without
///           a fallback
/// Afterwards, however it ended: no request, task or timer of this call is left.
aio::Task<aio::Json> fetch_with_fallback(aio::HttpClient& client, std::string url, std::optional<aio::Json> fallback,
                                         aio::Duration limit);
