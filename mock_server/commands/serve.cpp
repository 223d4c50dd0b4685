#include "mock_server/commands/serve.hpp"

#include <csignal>
#include <iostream>
#include <memory>
#include <utility>

#include "mock_server/commands/journal_output.hpp"
#include "mock_server/commands/port_file.hpp"
#include "mock_server/commands/process.hpp"
#include "mock_server/commands/scenario_file.hpp"
#include "mock_server/control/control.hpp"
#include "mock_server/listener.hpp"

namespace mock_server::commands {

namespace {

using control::Control;
using control::Installation;

bool is_loopback(const std::string& host) { return host.starts_with("127.") || host == "::1"; }

/// The control interface and the file its port is in, if they were asked for.
struct ControlPort {
  std::unique_ptr<Control> control;
  std::unique_ptr<PortFile> file;
};

ControlPort open_control(const CommandLine& line, Server& server, Installation& installation) {
  ControlPort opened;
  if (!line.admin_port) return opened;
  try {
    opened.control = std::make_unique<Control>(server, installation, *line.admin_port, &Signals::stop);
  } catch (const ListenError& error) {
    throw ListenError(error.what() + std::string("; --admin-port 0 takes any free port"));
  }
  opened.file = std::make_unique<PortFile>(line.admin_port_file, opened.control->port());
  return opened;
}

void announce(const Server& server, const ControlPort& control, const CommandLine& line, std::ostream& out) {
  if (!is_loopback(line.options.host)) {
    fail(0, "warning: anybody who can reach " + line.options.host +
                " can use this server; without --host, only this machine can");
  }
  out << "serving " << (line.scenario.empty() ? "faults" : line.scenario) << " on " << server.url();
  if (control.control) out << ", controlled by " << control.control->url();
  out << "; Ctrl-C stops" << std::endl;
}

/// A scenario that is not good any more leaves the old one in place.
void reload(const CommandLine& line, Installation& installation) {
  const auto file = read_scenario_file(line.scenario, line.seed);
  if (!file) {
    fail(0, "the scenario was not read again; the old one stays\n" + file.error());
    return;
  }
  installation.install(file->text, line.scenario);
  fail(0, "read " + line.scenario + " again");
}

void wait_for_the_end(const CommandLine& line, Signals& signals, Installation& installation) {
  while (signals.wait() == SIGHUP && !line.scenario.empty()) reload(line, installation);
}

std::unique_ptr<Server> start(const CommandLine& line, Options options) {
  try {
    return std::make_unique<Server>(std::move(options));
  } catch (const ListenError& error) {
    throw ListenError(error.what() + std::string(line.options.port == 0 ? "" : "; --port 0 takes any free port"));
  }
}

int serve_until_stopped(const CommandLine& line, Signals& signals) {
  Options options = line.options;
  std::string text;
  if (line.seed) options.seed = *line.seed;
  if (!line.scenario.empty()) {
    auto file = read_scenario_file(line.scenario, line.seed);
    if (!file) return fail(kUsage, file.error());
    text = std::move(file->text);
    options.scenario = std::move(file->scenario);
  }
  JournalOutput journal(line.journal);
  if (journal.wanted()) {
    options.on_exchange = [&](const Exchange& exchange, Change change) { journal.write(exchange, change); };
  }
  const auto server = start(line, std::move(options));
  Installation installation(*server, std::move(text), line.seed);
  ControlPort control = open_control(line, *server, installation);
  const PortFile port_file(line.port_file, server->port());
  announce(*server, control, line, journal.is_standard_output() ? std::cerr : std::cout);
  wait_for_the_end(line, signals, installation);
  control.control.reset();
  server->stop();
  return 0;
}

}  // namespace

int serve(const CommandLine& line) {
  open_standard_descriptors();
  raise_descriptor_limit();
  Signals signals;
  try {
    return serve_until_stopped(line, signals);
  } catch (const ListenError& error) {
    return fail(kInfrastructure, error.what());
  } catch (const std::exception& error) {
    return fail(kUsage, error.what());
  }
}

}  // namespace mock_server::commands
