#pragma once

#include <string>

#include "mock_server/server.hpp"

namespace mock_server {

/// Makes a server answer the program's catalogue: every row of the fault table at "/its-id", "/delay/MS",
/// "/status/CODE",
/// "/flaky?fail=N", and an index at "/".
void serve_catalogue(Server& server);

/// Returns:  where a fault of the table is served, for people to copy; a whole URL.
std::string example_url(Server& server, const Fault& fault);

/// Returns:  the fault table as text, one line per fault.
std::string list_of_faults();

}  // namespace mock_server
