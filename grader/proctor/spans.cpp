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

struct Span {
  double begin = 0;
  std::string entries;  // all of them, the first one first
  std::string name;
};

// Of entries that differ in nothing but their span, the one with the lower number comes first.
void sort_alike(std::vector<Json>& entries) {
  std::map<std::string, std::vector<std::size_t>> alike;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].contains("id")) alike[without_id(entries[i])].push_back(i);
  }
  for (const auto& [text, places] : alike) {
    std::vector<int> ids;
    for (const std::size_t place : places) ids.push_back(entries[place].at("id").get<int>());
    std::ranges::sort(ids);
    for (std::size_t i = 0; i < places.size(); ++i) entries[places[i]]["id"] = ids[i];
  }
}

}  // namespace

std::string span_of_call(int call) { return "call " + std::to_string(call); }
std::string span_of_request(std::uint64_t sequence) { return "request " + std::to_string(sequence); }
std::string span_of_ask(std::uint64_t ask) { return "ask " + std::to_string(ask); }

void number_spans(std::vector<Json>& entries) {
  std::vector<Span> spans;
  std::map<std::string, std::size_t> known;
  for (const Json& entry : entries) {
    if (!entry.contains("id")) continue;
    const auto name = entry.at("id").get<std::string>();
    const auto [place, is_new] = known.emplace(name, spans.size());
    if (is_new) spans.push_back({.begin = entry.at("at_ms").get<double>(), .entries = "", .name = name});
    spans[place->second].entries += without_id(entry) + '\n';
  }
  std::ranges::sort(spans, [](const Span& a, const Span& b) {
    return std::pair(a.begin, a.entries) < std::pair(b.begin, b.entries);
  });
  std::map<std::string, int> numbers;
  for (const Span& span : spans) numbers.emplace(span.name, static_cast<int>(numbers.size()) + 1);
  for (Json& entry : entries) {
    if (entry.contains("id")) entry["id"] = numbers.at(entry["id"].get<std::string>());
  }
  sort_alike(entries);
}

bool is_short(const Json& value) { return !value.is_null() && text_of(value).size() <= kShort; }

}  // namespace proctor
