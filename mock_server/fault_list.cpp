#include "mock_server/fault_list.hpp"

#include <algorithm>
#include <sstream>

namespace mock_server {

namespace {

/// "exit 28, 200, 17 B"
std::string seen(const Seen& curl) {
  std::ostringstream text;
  text << "exit " << curl.exit << ", ";
  if (curl.status == 0) {
    text << "no status";
  } else {
    text << curl.status << ", " << (curl.bytes == Seen::kSome ? "some" : std::to_string(curl.bytes)) << " B";
  }
  if (curl.or_exit[0] == 0) return text.str();
  text << "; or exit " << curl.or_exit[0];
  if (curl.or_exit[1] != 0) text << " or " << curl.or_exit[1];
  text << ": " << curl.because;
  return text.str();
}

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(width - std::min(width, text.size()), ' ') + "  ";
}

std::string parameters_as_markdown(const Fault& fault) {
  std::string text;
  for (const auto& parameter : fault.parameters) {
    text += (text.empty() ? "`" : ", `") + std::string(parameter.name) + "` = " + shown(parameter.fallback) + " (" +
            std::string(parameter.meaning) + ")";
  }
  return text;
}

}  // namespace

std::string list_of_parameters(const Fault& fault) {
  std::string text;
  for (const auto& parameter : fault.parameters) {
    text += (text.empty() ? "" : ", ") + std::string(parameter.name) + "=" + shown(parameter.fallback) + " (" +
            std::string(parameter.meaning) + ")";
  }
  return text;
}

std::string list_of_faults() {
  std::size_t id_width = 0;
  std::size_t level_width = 0;
  for (const auto& fault : faults()) {
    id_width = std::max(id_width, fault.id.size());
    level_width = std::max(level_width, fault.level.size());
  }
  std::ostringstream list;
  for (const auto& fault : faults()) {
    list << padded(fault.id, id_width) << padded(fault.level, level_width) << fault.meaning << " (" << fault.how << ")";
    if (!fault.parameters.empty()) list << "; " << list_of_parameters(fault);
    list << '\n';
  }
  return list.str();
}

std::string list_of_faults_as_markdown() {
  std::ostringstream list;
  std::string_view level;
  for (const auto& fault : faults()) {
    if (fault.level != level) {
      list << (level.empty() ? "" : "\n") << "**Level: " << fault.level << "**\n\n"
           << "| id | meaning | how | parameters | curl sees | other mock servers that have it |\n"
           << "|---|---|---|---|---|---|\n";
      level = fault.level;
    }
    list << "| `" << fault.id << "` | " << fault.meaning << " | " << fault.how << " | " << parameters_as_markdown(fault)
         << " | " << seen(fault.curl) << " | " << (fault.peers.empty() ? "none known" : fault.peers) << " |\n";
  }
  return list.str();
}

}  // namespace mock_server
