#include "mock_server/commands/serve.hpp"

#include <csignal>
#include <iostream>

#include "mock_server/catalogue.hpp"
#include "mock_server/commands/journal_output.hpp"
#include "mock_server/commands/port_file.hpp"
#include "mock_server/commands/process.hpp"
#include "mock_server/listener.hpp"

namespace mock_server::commands {

namespace {

bool is_loopback(const std::string& host) { return host.starts_with("127.") || host == "::1"; }

void announce(const Server& server, const CommandLine& line, std::ostream& out) {
  if (!is_loopback(line.options.host)) {
    fail(0, "warning: anybody who can reach " + line.options.host +
                " can use this server; --host 127.0.0.1 keeps it to "
                "this machine");
  }
  out << "serving faults on " << server.url() << "; Ctrl-C stops" << std::endl;
}

int serve_until_stopped(const CommandLine& line, Signals& signals) {
  JournalOutput journal(line.journal);
  Options options = line.options;
  if (journal.wanted()) {
    options.on_exchange = [&](const Exchange& exchange, Change change) { journal.write(exchange, change); };
  }
  Server server(options);
  serve_catalogue(server);
  const PortFile port_file(line.port_file, server.port());
  announce(server, line, journal.is_standard_output() ? std::cerr : std::cout);
  signals.wait();
  server.stop();
  return 0;
}

std::string next_step(const CommandLine& line) {
  return line.options.port == 0 ? "" : "; --port 0 takes any free port";
}

}  // namespace

int serve(const CommandLine& line) {
  open_standard_descriptors();
  raise_descriptor_limit();
  Signals signals;
  try {
    return serve_until_stopped(line, signals);
  } catch (const ListenError& error) {
    return fail(kInfrastructure, error.what() + next_step(line));
  } catch (const std::exception& error) {
    return fail(kUsage, error.what());
  }
}

}  // namespace mock_server::commands
