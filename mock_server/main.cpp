// mock_server: serves the fault catalogue on 127.0.0.1 until SIGINT or SIGTERM.
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "mock_server/catalogue.hpp"
#include "mock_server/journal_json.hpp"
#include "mock_server/listener.hpp"

namespace {

constexpr int kUsage = 2;
constexpr int kInfrastructure = 3;

int fail(int code, const std::string& what) {
  std::cerr << "mock_server: " << what << '\n';
  return code;
}

/// Written under another name first, so that who waits for the file never reads half a number.
bool write_port_file(const std::string& path, std::uint16_t port) {
  const std::string unfinished = path + ".new";
  std::ofstream(unfinished) << port << '\n';
  return std::rename(unfinished.c_str(), path.c_str()) == 0;
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int serve(std::uint16_t port, const std::string& port_file, std::ostream* journal, const sigset_t& stop_signals) {
  mock_server::Options options{.port = port};
  if (journal != nullptr) {
    options.on_exchange = [journal](const mock_server::Exchange& exchange, mock_server::Change change) {
      *journal << mock_server::to_json_line(exchange, change) << std::flush;
    };
  }
  mock_server::Server server(options);
  mock_server::serve_catalogue(server);
  if (!port_file.empty() && !write_port_file(port_file, server.port())) {
    return fail(kUsage, "cannot write the port file " + port_file);
  }
  std::cout << "serving faults on " << server.url() << "; Ctrl-C stops" << std::endl;
  int received = 0;
  ::sigwait(&stop_signals, &received);
  server.stop();
  if (!port_file.empty()) ::unlink(port_file.c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("An HTTP server on 127.0.0.1 that hangs and fails on purpose; its index page lists how.", "mock_server");
  std::uint16_t port = 0;
  std::string port_file;
  std::string journal_file;
  bool list = false;
  app.add_option("--port", port, "Port to listen on; 0 takes any free one")->capture_default_str();
  app.add_option("--port-file", port_file, "Write the port here once connections are accepted");
  app.add_option("--journal", journal_file,
                 "Write what happens to each request here, one JSON object per change and line");
  app.add_flag("--list-faults", list, "List the faults and exit");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  if (list) {
    std::cout << mock_server::list_of_faults();
    return 0;
  }
  std::ofstream journal;
  if (!journal_file.empty()) {
    journal.open(journal_file);
    if (!journal) return fail(kUsage, "cannot write the journal " + journal_file);
  }
  // Blocked before the server starts its thread, so that no thread but this one takes them.
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGINT);
  sigaddset(&stop_signals, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
  raise_descriptor_limit();
  try {
    return serve(port, port_file, journal_file.empty() ? nullptr : &journal, stop_signals);
  } catch (const mock_server::ListenError& error) {
    return fail(kInfrastructure, error.what() + std::string("; --port 0 takes any free port"));
  }
}
