#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "mock_server/child_process.hpp"
#include "mock_server/fault_list.hpp"

namespace mock_server {
namespace {

const std::string kDocument = HANGTIME_ROOT "/docs/mock-server.md";
const std::string kBegin = "<!-- begin: mock_server --list-faults --markdown -->\n";
const std::string kEnd = "<!-- end -->\n";

// HANGTIME_APPROVE=1 build/default/bin/mock_server_outside_test --gtest_filter='FaultTable.*' writes it anew.
TEST(FaultTable, InTheDocumentIsWhatTheProgramLists) {
  ChildProcess program({MOCK_SERVER_PROGRAM, "--list-faults", "--markdown"});
  ASSERT_EQ(program.wait(), 0);
  const std::string table = "\n" + program.output() + "\n";
  std::ostringstream text;
  text << std::ifstream(kDocument).rdbuf();
  std::string document = text.str();
  const auto begin = document.find(kBegin);
  const auto end = document.find(kEnd);
  ASSERT_NE(begin, document.npos);
  ASSERT_NE(end, document.npos);
  const auto start = begin + kBegin.size();
  if (std::getenv("HANGTIME_APPROVE") != nullptr) {
    document.replace(start, end - start, table);
    std::ofstream(kDocument) << document;
    return;
  }
  EXPECT_EQ(document.substr(start, end - start), table)
      << "docs/mock-server.md is not what the fault table says; this writes it anew:\n"
         "  HANGTIME_APPROVE=1 build/default/bin/mock_server_outside_test --gtest_filter='FaultTable.*'";
}

}  // namespace
}  // namespace mock_server
