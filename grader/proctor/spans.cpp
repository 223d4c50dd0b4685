#include "grader/proctor/spans.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace proctor {
namespace {

constexpr std::size_t kShort = 40;

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string without_id(Json entry) {
  entry.erase("id");
  return text_of(entry);
}

bool begins_or_ends_by_itself(const Json& entry) { return entry.contains("id") && !entry.contains("function"); }

// All entries of each span, in their order, as one text.
std::map<std::string, std::string> stories_of(const std::vector<Json>& entries) {
  std::map<std::string, std::string> stories;
  for (const Json& entry : entries) {
    if (entry.contains("id")) stories[entry.at("id").get<std::string>()] += without_id(entry) + '\n';
  }
  return stories;
}

// Sorts what stands side by side and happened at one moment: nothing shows which came first.
void sort_runs(std::vector<Json>& entries, const std::vector<bool>& wanted,
               const std::map<std::string, std::string>& stories) {
  const auto key = [&stories](const Json& entry) {
    return std::pair(without_id(entry), stories.at(entry.at("id").get<std::string>()));
  };
  for (std::size_t from = 0; from < entries.size();) {
    std::size_t to = from + 1;
    while (wanted[from] && to < entries.size() && wanted[to] && entries[to].at("at_ms") == entries[from].at("at_ms"))
      ++to;
    if (to - from > 1) {
      std::ranges::sort(entries.begin() + static_cast<std::ptrdiff_t>(from),
                        entries.begin() + static_cast<std::ptrdiff_t>(to), {}, key);
    }
    from = to;
  }
}

}  // namespace

std::string span_of_call(int call) { return "call " + std::to_string(call); }
std::string span_of_request(std::uint64_t sequence) { return "request " + std::to_string(sequence); }
std::string span_of_ask(std::uint64_t ask) { return "ask " + std::to_string(ask); }

void number_spans(std::vector<Json>& entries) {
  const auto stories = stories_of(entries);
  std::map<std::string, int> seen;
  std::vector<bool> begins;
  std::vector<bool> goes_on;
  for (const Json& entry : entries) {
    const bool candidate = begins_or_ends_by_itself(entry);
    const bool first = candidate && ++seen[entry.at("id").get<std::string>()] == 1;
    begins.push_back(first);
    goes_on.push_back(candidate && !first);
  }
  sort_runs(entries, begins, stories);
  sort_runs(entries, goes_on, stories);
  std::map<std::string, int> numbers;
  for (Json& entry : entries) {
    if (!entry.contains("id")) continue;
    entry["id"] = numbers.emplace(entry["id"].get<std::string>(), static_cast<int>(numbers.size()) + 1).first->second;
  }
}

bool is_short(const Json& value) { return !value.is_null() && text_of(value).size() <= kShort; }

}  // namespace proctor
