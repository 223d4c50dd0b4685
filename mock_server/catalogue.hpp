#pragma once

#include <string>

#include "mock_server/server.hpp"

namespace mock_server {

/// Makes a server answer the program's catalogue:
///   "/its-id"        for every row of the fault table; parameters in the query, or in the path ("/status/503") where
///                    the table says so. At a fault that needs a port of its own: a redirect to that port.
///   "/flaky?fail=N"  N times 503, then 200, and so on.
///   "/"              the index: a page for browsers, else plain text.
/// A query that cannot be understood is answered 400 with what is right.
///
/// Errors: ListenError when the ports of the faults that need some cannot be had.
void serve_catalogue(Server& server);

/// Returns:  the path where the catalogue serves a fault: "/status/503".
std::string example_path(const Fault& fault);

/// Returns:  where a fault of the table is served, for people to copy; a whole URL.
std::string example_url(Server& server, const Fault& fault);

}  // namespace mock_server
