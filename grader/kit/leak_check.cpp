#include "grader/kit/leak_check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "grader/kit/read_whole.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string squeeze(std::string_view text) {
  std::string result(text.size(), '\0');
  char* end = result.data();
  for (const char c : text) {
    *end = c;
    if (!is_space(c)) ++end;
  }
  result.resize(static_cast<std::size_t>(end - result.data()));
  return result;
}

std::string trimmed(std::string_view line) {
  while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
  return std::string(line);
}

template <class Visit>
void for_each_line(std::string_view text, Visit visit) {
  unsigned number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    visit(text.substr(0, end), ++number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// The line in which the n-th character that is no white space stands; 0 for what is no text.
unsigned line_of(std::string_view content, std::size_t place) {
  if (content.find('\0') != std::string_view::npos) return 0;
  unsigned line = 1;
  for (const char c : content) {
    if (c == '\n') ++line;
    if (!is_space(c) && place-- == 0) break;
  }
  return line;
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

bool is_variant(const fs::path& file) {
  const fs::path folder = file.parent_path().filename();
  return folder == "right" || folder == "wrong";
}

Needles without(const Needles& all, const std::set<std::size_t>& known, std::size_t window) {
  std::vector<std::string> rest;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!known.contains(i)) rest.push_back(all[i]);
  }
  return {window, std::move(rest)};
}

template <class T>
void remove(std::vector<T>& all, const std::set<std::size_t>& known) {
  std::size_t index = 0;
  std::erase_if(all, [&](const T&) { return known.contains(index++); });
}

}  // namespace

WithheldText::WithheldText(const fs::path& solutions, const std::vector<fs::path>& public_files)
    : lines_(kLineCharacters, {}), names_(kNameCharacters, {}) {
  const fs::path root = solutions.parent_path();
  std::set<std::string> seen;
  std::vector<std::string> lines;
  std::map<std::string, std::string> names;
  for (const fs::path& file : files_below(solutions)) {
    const std::string shown = file.lexically_relative(root).string();
    for_each_line(read_whole(file), [&](std::string_view text, unsigned number) {
      std::string squeezed = squeeze(text);
      if (squeezed.size() < kLineCharacters || !seen.insert(squeezed).second) return;
      lines.push_back(std::move(squeezed));
      line_origins_.push_back({shown + ":" + std::to_string(number), trimmed(text)});
    });
    const std::string name = file.stem().string();
    if (is_variant(file) && name.size() >= kNameCharacters && name.find('_') != std::string::npos)
      names.emplace(name, shown);
  }
  std::vector<std::string> bare_names;
  for (const auto& [name, source] : names) {
    bare_names.push_back(name);
    name_sources_.push_back(source);
  }
  lines_ = Needles(kLineCharacters, std::move(lines));
  names_ = Needles(kNameCharacters, std::move(bare_names));

  std::set<std::size_t> known_lines;
  std::set<std::size_t> known_names;
  for (const fs::path& file : public_files) {
    const std::string content = read_whole(file);
    for (const auto& found : lines_.find_in(squeeze(content))) known_lines.insert(found.needle);
    for (const auto& found : names_.find_in(content)) known_names.insert(found.needle);
  }
  lines_ = without(lines_, known_lines, kLineCharacters);
  names_ = without(names_, known_names, kNameCharacters);
  remove(line_origins_, known_lines);
  remove(name_sources_, known_names);
}

std::vector<Leak> WithheldText::find_in(const std::string& file, std::string_view content) const {
  std::vector<Leak> leaks;
  for (const auto& [line, place] : lines_.find_in(squeeze(content)))
    leaks.push_back({file, line_of(content, place), line_origins_[line].source, line_origins_[line].text});
  std::set<std::size_t> named;
  for (const auto& [name, place] : names_.find_in(content)) {
    named.insert(name);
    leaks.push_back(
        {file, line_of(content, squeeze(content.substr(0, place)).size()), name_sources_[name], names_[name]});
  }
  for (const auto& [name, place] : names_.find_in(file)) {
    if (!named.contains(name)) leaks.push_back({file, 0, name_sources_[name], names_[name]});
  }
  return leaks;
}

std::vector<Leak> find_answer(const std::string& file, std::string_view content, const std::vector<fs::path>& answers,
                              const fs::path& root, const std::vector<fs::path>& public_files) {
  std::string known;
  for (const fs::path& one : public_files) known += squeeze(read_whole(one)) + '\0';
  const std::string stub = squeeze(content);
  for (const fs::path& answer : answers) {
    std::size_t lines = 0;
    std::size_t held = 0;
    for_each_line(read_whole(answer), [&](std::string_view text, unsigned) {
      const std::string line = squeeze(text);
      if (line.size() < WithheldText::kLineCharacters || known.find(line) != std::string::npos) return;
      ++lines;
      if (stub.find(line) != std::string::npos) ++held;
    });
    if (lines > 0 && held * 10 >= lines * 9) {
      return {{file, 0, answer.lexically_relative(root).string(),
               std::to_string(held) + " of its " + std::to_string(lines) + " lines"}};
    }
  }
  return {};
}

}  // namespace grader
