#include "mock_server/wire_text.hpp"

#include <algorithm>
#include <sstream>

namespace mock_server::wire_text {

namespace {

constexpr std::string_view kLineEnd = "\r\n";

bool begins_with_name(std::string_view line, std::string_view name) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return line.size() > name.size() && line[name.size()] == ':' &&
         std::ranges::equal(line.substr(0, name.size()), name, {}, lower, lower);
}

}  // namespace

std::string with_status_line(std::string_view head, std::string_view line) {
  return std::string(line) + std::string(head.substr(head.find(kLineEnd)));
}

std::string status_of(std::string_view head) {
  const auto start = head.find(' ') + 1;
  return std::string(head.substr(start, 3));
}

std::string with(std::string head, std::string_view line) {
  head.insert(head.size() - kLineEnd.size(), std::string(line) + std::string(kLineEnd));
  return head;
}

std::string without(std::string_view head, std::string_view name) {
  std::string kept;
  while (!head.empty()) {
    const auto length = head.find(kLineEnd) + kLineEnd.size();
    if (!begins_with_name(head, name)) kept += head.substr(0, length);
    head.remove_prefix(length);
  }
  return kept;
}

std::string with_length(std::string_view head, std::string_view length) {
  return with(without(head, "Content-Length"), "Content-Length: " + std::string(length));
}

std::string chunked(std::string_view head) {
  return with(without(head, "Content-Length"), "Transfer-Encoding: chunked");
}

std::string unlimited(std::string_view head) {
  const auto bare = without(without(without(head, "Content-Length"), "Keep-Alive"), "Connection");
  return with(bare, "Connection: close");
}

std::string up_to_mid_header(std::string_view head) {
  constexpr std::size_t kSomeLetters = 5;
  return std::string(head.substr(0, head.find(kLineEnd) + kLineEnd.size() + kSomeLetters));
}

std::string chunk(std::string_view bytes) {
  std::ostringstream text;
  text << std::hex << bytes.size() << kLineEnd << bytes << kLineEnd;
  return text.str();
}

}  // namespace mock_server::wire_text
