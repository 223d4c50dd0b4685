// mock_server: serves the fault catalogue until SIGINT or SIGTERM; `mock_server timeline` shows what came of it.
#include <iostream>
#include <string_view>

#include "mock_server/commands/serve.hpp"
#include "mock_server/commands/timeline_command.hpp"
#include "mock_server/fault_list.hpp"

int main(int argc, char** argv) {
  using namespace mock_server;
  if (argc > 1 && std::string_view(argv[1]) == "timeline") return commands::run_timeline(argc - 1, argv + 1);
  const auto parsed = commands::parse_command_line(argc, argv);
  if (const int* exit_code = std::get_if<int>(&parsed)) return *exit_code;
  const auto& line = std::get<commands::CommandLine>(parsed);
  if (line.list_faults) {
    std::cout << (line.markdown ? list_of_faults_as_markdown() : list_of_faults());
    return 0;
  }
  return commands::serve(line);
}
