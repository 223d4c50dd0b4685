#pragma once

#include <aio/aio.hpp>
#include <map>
#include <string>
#include <vector>

/// What came of each URL: its answer, or the error that came instead.
using Readings = std::map<std::string, aio::Outcome<aio::Json>>;

/// Fetches several URLs at the same time, and returns what came of each. One that fails costs its own answer and no
/// other.
///
/// Limit:    as in 01_timeout, and for each URL by itself. All of them begin at once, so a call is over when `limit` is.
/// Returns:  a map with one entry for each different URL, as soon as the last of them has an answer or has failed.
///           No URLs, no requests, and an empty map at once.
///   answer  an outcome that has a value: the JSON of an answer with a status below 400. JSON `null` is an answer.
///   failure an outcome that has an error: the exception itself, with its type and what it carries. It is what a fetch
///           of this URL alone would have thrown, as in 01_timeout: TimeoutError, StatusError (with the status of the
///           answer), JsonError, ConnectError, TransportError, and UrlError for a text that is no URL.
/// Twice:    a URL that is named several times is requested once, and has one entry.
/// Errors:   CancelledError  the caller was cancelled while it waited. There is no map then.
///           Nothing else: the failure of a URL, or of all of them, is in the map.
/// Afterwards, however it ended: every request is over. Those that were given up have seen their client leave, and no
/// task, timer or request of this call is left.
/// Threads:  any number of calls may be under way at once on one client.
aio::Task<Readings> fetch_multiple_sources(aio::HttpClient& client, std::vector<std::string> urls, aio::Duration limit);
