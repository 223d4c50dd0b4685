#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "mock_server/server.hpp"

namespace mock_server::commands {

// Exit codes of the program; 0: stopped as asked.
constexpr int kUsage = 2;           ///< the command line or a file it names
constexpr int kInfrastructure = 3;  ///< the machine: a port that is taken

/// What the program was asked to do.
struct CommandLine {
  Options options;
  bool list_faults = false;
  bool markdown = false;
  std::string scenario;               ///< a file; "" for the catalogue
  std::optional<std::uint64_t> seed;  ///< instead of the scenario's
  std::string port_file;
  std::string journal;  ///< a file; "-" for standard output
  std::optional<std::uint16_t> admin_port;
  std::string admin_port_file;
};

/// Reads the command line; prints help and errors itself.
///
/// Returns:  what was asked, or the exit code if that is all there is to do.
std::variant<CommandLine, int> parse_command_line(int argc, char** argv);

/// Prints "mock_server: ..." on standard error.
///
/// Returns:  `exit_code`.
int fail(int exit_code, const std::string& what);

}  // namespace mock_server::commands
