#include "grader/build/function_header.hpp"

#include <algorithm>
#include <vector>

namespace grader {
namespace {

std::size_t offset_of(std::string_view source, unsigned line, unsigned column) {
  std::size_t at = 0;
  for (unsigned i = 1; i < line && at < source.size(); ++i) at = std::min(source.find('\n', at), source.size() - 1) + 1;
  const std::size_t end = std::min(source.find('\n', at), source.size());
  return column == 0 ? end : std::min(at + column - 1, end);
}

// Where the comment or literal that begins at `at` ends; `at` when none begins there.
std::size_t skip(std::string_view source, std::size_t at) {
  const std::string_view rest = source.substr(at);
  if (rest.starts_with("//")) return std::min(source.find('\n', at), source.size());
  if (rest.starts_with("/*")) {
    const std::size_t end = source.find("*/", at + 2);
    return end == std::string_view::npos ? source.size() : end + 2;
  }
  if (rest.front() != '"' && rest.front() != '\'') return at;
  for (std::size_t i = at + 1; i < source.size() && source[i] != '\n'; ++i) {
    if (source[i] == '\\') {
      ++i;
    } else if (source[i] == rest.front()) {
      return i + 1;
    }
  }
  return at + 1;
}

}  // namespace

std::string header_of_function_at(std::string_view source, unsigned line, unsigned column) {
  const std::size_t place = offset_of(source, line, column);
  std::vector<std::string> open;  // what stood before each brace that is open
  std::string header;
  for (std::size_t at = 0; at < place;) {
    if (const std::size_t end = skip(source, at); end != at) {
      at = end;
      continue;
    }
    const char c = source[at++];
    if (c == '{') {
      open.push_back(std::move(header));
      header.clear();
    } else if (c == '}' || c == ';') {
      header.clear();
      if (c == '}' && !open.empty()) open.pop_back();
    } else {
      header += c;
    }
  }
  // The innermost brace that follows a parameter list and is no branch or loop.
  for (auto it = open.rbegin(); it != open.rend(); ++it) {
    const auto starts = [&](std::string_view word) {
      const std::size_t first = it->find_first_not_of(" \t\r\n");
      return first != std::string::npos && std::string_view(*it).substr(first).starts_with(word);
    };
    const bool branch = starts("if") || starts("for") || starts("while") || starts("switch") || starts("catch") ||
                        starts("else") || starts("try") || starts("do");
    if (!branch && it->find('(') != std::string::npos) return *it;
  }
  return {};
}

}  // namespace grader
