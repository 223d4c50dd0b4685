// Theory of operation. Lines are compared without their white space, so a file is squeezed first. A window of
// kLineCharacters then moves over it with a rolling hash (Karp and Rabin); a bit per hash rules nearly all windows out,
// and what remains is compared in full.
#include "grader/kit/leak_check.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "grader/kit/read_whole.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBase = 1'000'003;
constexpr std::size_t kFilterBits = 1U << 22U;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string squeeze(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  std::ranges::copy_if(text, std::back_inserter(result), [](char c) { return !is_space(c); });
  return result;
}

std::uint64_t value(char c) { return static_cast<unsigned char>(c) + 1U; }

std::uint64_t hash_of(std::string_view window) {
  std::uint64_t hash = 0;
  for (const char c : window) hash = hash * kBase + value(c);
  return hash;
}

std::uint64_t weight_of_first() {
  std::uint64_t weight = 1;
  for (std::size_t i = 1; i < WithheldText::kLineCharacters; ++i) weight *= kBase;
  return weight;
}

std::size_t bit_of(std::uint64_t hash) { return (hash ^ (hash >> 29U)) % kFilterBits; }

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

std::string squeezed_files(const std::vector<fs::path>& files) {
  std::string all;
  for (const fs::path& file : files) all += squeeze(read_whole(file)) + '\0';
  return all;
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

}  // namespace

WithheldText::WithheldText(const fs::path& solutions, const std::vector<fs::path>& public_files) {
  const fs::path root = solutions.parent_path();
  std::set<std::string> seen;
  for (const fs::path& file : files_below(solutions)) {
    const std::string shown = file.lexically_relative(root).string();
    for_each_line(read_whole(file), [&](std::string_view text, unsigned number) {
      std::string squeezed = squeeze(text);
      if (squeezed.size() < kLineCharacters || !seen.insert(squeezed).second) return;
      lines_.push_back({std::move(squeezed), trimmed(text), shown + ":" + std::to_string(number)});
    });
    const std::string name = file.stem().string();
    if (is_variant(file) && name.size() >= kNameCharacters && name.find('_') != std::string::npos)
      names_.emplace(name, shown);
  }
  index();

  std::set<std::size_t> known;
  for (const fs::path& file : public_files) {
    const std::string content = read_whole(file);
    std::ranges::copy(lines_in(squeeze(content), nullptr), std::inserter(known, known.end()));
    std::erase_if(names_, [&](const auto& name) { return content.find(name.first) != std::string::npos; });
  }
  std::vector<Line> rest;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (!known.contains(i)) rest.push_back(std::move(lines_[i]));
  }
  lines_ = std::move(rest);
  index();
}

void WithheldText::index() {
  by_hash_.clear();
  filter_.assign(kFilterBits, false);
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const std::uint64_t hash = hash_of(std::string_view(lines_[i].squeezed).substr(0, kLineCharacters));
    by_hash_.emplace(hash, i);
    filter_[bit_of(hash)] = true;
  }
}

std::vector<std::size_t> WithheldText::lines_in(std::string_view squeezed, std::vector<std::size_t>* places) const {
  std::vector<std::size_t> found;
  if (squeezed.size() < kLineCharacters) return found;
  static const std::uint64_t kFirst = weight_of_first();
  std::set<std::size_t> seen;
  std::uint64_t hash = hash_of(squeezed.substr(0, kLineCharacters));
  for (std::size_t at = 0;; ++at) {
    if (filter_[bit_of(hash)]) {
      const auto [begin, end] = by_hash_.equal_range(hash);
      for (auto entry = begin; entry != end; ++entry) {
        if (!squeezed.substr(at).starts_with(lines_[entry->second].squeezed) || !seen.insert(entry->second).second)
          continue;
        found.push_back(entry->second);
        if (places != nullptr) places->push_back(at);
      }
    }
    if (at + kLineCharacters == squeezed.size()) return found;
    hash = (hash - value(squeezed[at]) * kFirst) * kBase + value(squeezed[at + kLineCharacters]);
  }
}

std::vector<Leak> WithheldText::find_in(const std::string& file, std::string_view content) const {
  std::vector<Leak> leaks;
  std::vector<std::size_t> places;
  const std::vector<std::size_t> found = lines_in(squeeze(content), &places);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Line& line = lines_[found[i]];
    leaks.push_back({file, line_of(content, places[i]), line.source, line.text});
  }
  for (const auto& [name, source] : names_) {
    if (file.find(name) != std::string::npos || content.find(name) != std::string_view::npos)
      leaks.push_back({file, 0, source, name});
  }
  return leaks;
}

std::vector<Leak> find_answer(const std::string& file, std::string_view content, const std::vector<fs::path>& answers,
                              const fs::path& root, const std::vector<fs::path>& public_files) {
  const std::string known = squeezed_files(public_files);
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
