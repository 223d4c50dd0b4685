#include "pages_test.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

// Runs the examples of the course's pages and compares what they print. stdout and stderr go to one file meanwhile, unbuffered, so that
// the lines are in the order they were printed in.
namespace {

using pages::Example;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

/// Returns the line with a place in the page counted from the beginning of the block.
std::string with_place_in_block(const Example& example, const std::string& line) {
  const std::string prefix = std::string(example.page) + ":";
  if (!line.starts_with(prefix)) return line;
  char* rest = nullptr;
  const long number = std::strtol(line.c_str() + prefix.size(), &rest, 10);
  return "example.cpp:" + std::to_string(number - example.line) + rest;
}

/// Returns whether the line is as expected, where `…` stands for any text.
bool matches(std::string_view expected, std::string_view line) {
  constexpr std::string_view kAnything = "…";
  const std::size_t gap = expected.find(kAnything);
  if (gap == std::string_view::npos) return expected == line;
  if (!line.starts_with(expected.substr(0, gap))) return false;
  line.remove_prefix(gap);
  expected.remove_prefix(gap + kAnything.size());
  for (;; line.remove_prefix(1)) {
    if (matches(expected, line)) return true;
    if (line.empty()) return false;
  }
}

bool matches(const std::vector<std::string>& expected, const std::vector<std::string>& lines) {
  if (expected.size() != lines.size()) return false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!matches(std::string_view(expected[i]), lines[i])) return false;
  }
  return true;
}

std::string contents_of(std::FILE* file) {
  std::string text;
  std::rewind(file);
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text.push_back(static_cast<char>(c));
  return text;
}

/// Runs the example and returns what it printed.
std::string output_of(const Example& example) {
  std::FILE* const file = std::tmpfile();
  if (!file) {
    std::perror("pages_test: no temporary file");
    std::exit(3);
  }
  const int out = dup(STDOUT_FILENO);
  const int err = dup(STDERR_FILENO);
  const int flags = fcntl(fileno(file), F_GETFL);
  fcntl(fileno(file), F_SETFL, flags | O_APPEND);
  dup2(fileno(file), STDOUT_FILENO);
  dup2(fileno(file), STDERR_FILENO);
  std::cout.copyfmt(std::ios(nullptr));  // no std::boolalpha of an earlier example
  try {
    example.run();
  } catch (const std::exception& error) {
    std::printf("ended by an exception: %s\n", error.what());
  } catch (const aio::CancelledError&) {
    std::printf("ended by a cancellation\n");
  }
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  close(out);
  close(err);
  std::string text = contents_of(file);
  std::fclose(file);
  return text;
}

void print(const char* title, const std::vector<std::string>& lines) {
  std::printf("  %s\n", title);
  for (const std::string& line : lines) std::printf("    %s\n", line.c_str());
}

}  // namespace

int main() {
  std::setvbuf(stdout, nullptr, _IONBF, 0);
  int failures = 0;
  for (const Example& example : pages::examples()) {
    const std::string place = std::string(example.page) + ":" + std::to_string(example.line);
    std::printf("%s: runs\n", place.c_str());  // named before it can crash
    std::vector<std::string> lines = lines_of(output_of(example));
    for (std::string& line : lines) line = with_place_in_block(example, line);
    const std::vector<std::string> expected = lines_of(example.expected);
    if (matches(expected, lines)) continue;
    ++failures;
    std::printf("%s: this example does not print what the page says\n", place.c_str());
    print("expected", expected);
    print("got", lines);
  }
  std::printf("pages: %zu examples run, %d differ from their page\n", pages::examples().size(), failures);
  return failures == 0 ? 0 : 1;
}
