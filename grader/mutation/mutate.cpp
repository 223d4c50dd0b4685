#include "grader/mutation/mutate.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "grader/mutation/code.hpp"
#include "grader/mutation/kinds.hpp"

namespace grader::mutation {
namespace {

std::string edited(std::string_view source, const std::vector<Edit>& edits) {
  std::string text;
  std::size_t done = 0;
  for (const Edit& edit : edits) {
    text += source.substr(done, edit.offset - done);
    text += edit.text;
    done = edit.offset + edit.length;
  }
  return text += source.substr(done);
}

// What two texts have in common when only blanks and comments tell them apart.
std::string essence(std::string_view text) {
  std::string all;
  for (const Token& token : tokenize(text)) {
    if (token.kind == Token::Kind::kComment) continue;
    all += token.text;
    all += '\n';
  }
  return all;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string joined(const std::vector<std::string_view>& lines, std::size_t first, std::size_t end) {
  std::string text;
  for (std::size_t i = first; i < end; ++i) {
    if (lines[i].find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (!text.empty()) text += '\n';
    text += lines[i];
  }
  return text;
}

void show_difference(std::string_view source, Mutant& mutant) {
  const auto old_lines = lines_of(source);
  const auto new_lines = lines_of(mutant.text);
  const std::size_t most = std::min(old_lines.size(), new_lines.size());
  std::size_t start = 0;
  while (start < most && old_lines[start] == new_lines[start]) ++start;
  std::size_t rest = 0;
  while (rest < most - start && old_lines[old_lines.size() - 1 - rest] == new_lines[new_lines.size() - 1 - rest])
    ++rest;
  mutant.before = joined(old_lines, start, old_lines.size() - rest);
  mutant.after = joined(new_lines, start, new_lines.size() - rest);
}

bool is_sound(const Change& change, std::size_t size) {
  std::size_t done = 0;
  for (const Edit& edit : change.edits) {
    if (edit.offset < done || edit.offset + edit.length > size) return false;
    done = edit.offset + edit.length;
  }
  return !change.edits.empty();
}

}  // namespace

std::vector<Mutant> mutate(std::string_view source) {
  const Code code(source);
  std::multimap<std::size_t, Mutant> by_place;  // those of one place stay in the order of their kinds
  std::set<std::string> seen{essence(source)};
  for (const Kind& kind : kinds()) {
    Changes changes(code);
    kind.find(code, changes);
    for (Change& change : changes.take()) {
      if (!is_sound(change, source.size())) continue;
      Mutant mutant;
      mutant.text = edited(source, change.edits);
      if (!seen.insert(essence(mutant.text)).second) continue;
      const Place place = place_of(source, change.edits.front().offset);
      mutant.kind = kind.name;
      mutant.line = place.line;
      mutant.column = place.column;
      mutant.description = std::move(change.description);
      show_difference(source, mutant);
      by_place.emplace(change.edits.front().offset, std::move(mutant));
    }
  }
  std::vector<Mutant> mutants;
  mutants.reserve(by_place.size());
  for (auto& [place, mutant] : by_place) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace grader::mutation
