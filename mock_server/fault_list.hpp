#pragma once

#include <string>

#include "mock_server/faults.hpp"

namespace mock_server {

/// Returns:  the fault table as text, one line per fault.
std::string list_of_faults();

/// Returns:  the fault table as Markdown, a table per level: what docs/mock-server.md has between its marks.
std::string list_of_faults_as_markdown();

/// Returns:  "tick_ms=100 (time from one byte to the next)", …; empty without parameters.
std::string list_of_parameters(const Fault& fault);

}  // namespace mock_server
