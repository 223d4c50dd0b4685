#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

// Proves the answers to an exercise's questions: runs the program of each question, and compares what it prints.
//
//   answer_key ANSWERS.json PROGRAM...
//
// A program's file name is the id of its question; its output, without white space at the end, is the answer. Exit
// status 0 when each question has a program, each program has a question, and all agree.
namespace {

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

// Returns nothing that could be an answer when the program failed.
std::string output_of(const std::filesystem::path& program) {
  std::string text;
  FILE* const pipe = ::popen(("'" + program.string() + "' 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return "(could not be started)";
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
  const int status = ::pclose(pipe);
  return status == 0 ? trimmed(text) : "(ended with status " + std::to_string(status) + ")";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: answer_key ANSWERS.json PROGRAM...\n";
    return 2;
  }
  std::ifstream file(argv[1]);
  std::map<std::string, std::string> key =
      nlohmann::json::parse(file, nullptr, true, /*ignore_comments=*/true).get<std::map<std::string, std::string>>();

  int wrong = 0;
  for (int i = 2; i < argc; ++i) {
    const std::filesystem::path program = argv[i];
    const std::string question = program.filename();
    const std::string printed = output_of(program);
    const auto answer = key.extract(question);
    if (!answer) {
      ++wrong;
      std::cout << question << ": has a program, and no answer\n";
    } else if (answer.mapped() != printed) {
      ++wrong;
      std::cout << question << ": the answer is \"" << answer.mapped() << "\", the program prints \"" << printed
                << "\"\n";
    }
  }
  for (const auto& [question, answer] : key) {
    ++wrong;
    std::cout << question << ": has an answer, and no program that proves it\n";
  }
  if (wrong == 0) std::cout << argc - 2 << " answers are as the programs print them\n";
  return wrong == 0 ? 0 : 1;
}
