#include "mock_server/commands/command_line.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace mock_server::commands {

namespace {

constexpr const char* kDescription =
    "An HTTP server on 127.0.0.1 that hangs and fails on purpose; its index page lists how.\n"
    "SIGINT and SIGTERM stop it at once; so does SIGHUP when it serves no scenario.";

void add_options(CLI::App& app, CommandLine& line) {
  auto& options = line.options;
  app.add_option("--port", options.port, "Port to listen on; 0 takes any free one")->capture_default_str();
  app.add_option("--port-file", line.port_file, "Write the port here once connections are accepted");
  app.add_option("--host", options.host, "Numeric address to listen on; whoever can reach it can use the server")
      ->capture_default_str();
  app.add_option("--scenario", line.scenario,
                 "Serve this scenario file instead of the catalogue; SIGHUP reads it again");
  app.add_option("--seed", line.seed, "Seed of everything that is left to chance, instead of the scenario's");
  app.add_option("--journal", line.journal,
                 "Write what happens to each request here, one JSON object per change; - for standard output");
  auto* list = app.add_flag("--list-faults", line.list_faults, "List the faults and exit");
  app.add_flag("--markdown", line.markdown, "List them as the tables of docs/mock-server.md")->needs(list);
}

void add_caps(CLI::App& app, Options& options) {
  const auto cap = [&app](const char* name, std::size_t& value, const char* what) {
    app.add_option(name, value, what)->capture_default_str()->check(CLI::PositiveNumber)->group("Caps");
  };
  cap("--max-connections", options.max_connections, "One more is answered 503");
  cap("--max-request-bytes", options.max_request_bytes, "A larger body is answered 413");
  cap("--max-journal-exchanges", options.max_journal_exchanges, "The control interface forgets older ones");
  cap("--max-response-bytes", options.max_response_bytes, "A larger answer becomes a 500");
}

void add_admin(CLI::App& app, CommandLine& line) {
  auto* port = app.add_option("--admin-port", line.admin_port,
                              "Also serve the control interface, on this port of 127.0.0.1; 0 takes any free one");
  auto* file = app.add_option("--admin-port-file", line.admin_port_file, "Write the control interface's port here");
  port->group("Control");
  file->group("Control")->needs(port);
}

}  // namespace

std::variant<CommandLine, int> parse_command_line(int argc, char** argv) {
  CommandLine line;
  CLI::App app(kDescription, "mock_server");
  add_options(app, line);
  add_caps(app, line.options);
  add_admin(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  return line;
}

int fail(int exit_code, const std::string& what) {
  std::cerr << "mock_server: " << what << std::endl;
  return exit_code;
}

}  // namespace mock_server::commands
