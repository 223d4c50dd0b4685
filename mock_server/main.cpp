// mock_server: serves the fault catalogue until SIGINT or SIGTERM.
#include <iostream>

#include "mock_server/commands/serve.hpp"
#include "mock_server/fault_list.hpp"

int main(int argc, char** argv) {
  using namespace mock_server;
  const auto parsed = commands::parse_command_line(argc, argv);
  if (const int* exit_code = std::get_if<int>(&parsed)) return *exit_code;
  const auto& line = std::get<commands::CommandLine>(parsed);
  if (line.list_faults) {
    std::cout << (line.markdown ? list_of_faults_as_markdown() : list_of_faults());
    return 0;
  }
  return commands::serve(line);
}
