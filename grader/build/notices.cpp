#include "grader/build/notices.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "grader/build/compiler_message.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

using nlohmann::json;

constexpr std::array<NoticeMeaning, 6> kMeanings{{
    {"never_awaited",
     "The call made a task, and the task was dropped before anybody awaited it: not one line of it has run."},
    {"never_retrieved",
     "The task failed while nobody waited for it. Its error is lost, because nobody asked for its result or its "
     "exception."},
    {"blocked_loop",
     "All tasks share one thread. From one co_await to the next nothing else can run, not even a timer: look for what "
     "waits or computes in between."},
    {"no_co_return",
     "The coroutine promised a value and came to its end without co_return; who awaited it got an error."},
    {"deadlock",
     "Every task waits, and nothing is left that could wake one: who was to fill in, cancel or end what they wait "
     "for?"},
    {"never_joined",
     "The task was still running when the program was over, so it was cancelled in the middle. Who starts a task also "
     "waits "
     "for its end, or cancels it."},
}};

constexpr std::size_t kMaxLineBytes = 400;

struct Place {
  const SourceFile* file;
  unsigned line;
};

const SourceFile* students_file(std::string_view path, const std::vector<SourceFile>& files) {
  while (path.starts_with("./")) path.remove_prefix(2);
  const auto found = std::ranges::find(files, path, &SourceFile::name);
  return found == files.end() ? nullptr : &*found;
}

// Takes "./timeout.cpp:12: " off the text; a place that is not the student's is taken off as well, and forgotten.
std::optional<Place> take_place(std::string_view& text, const std::vector<SourceFile>& files) {
  const std::size_t end = text.find(": ");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view place = text.substr(0, end);
  const std::size_t colon = place.rfind(':');
  if (colon == std::string_view::npos || place.find(' ') != std::string_view::npos) return std::nullopt;
  unsigned line = 0;
  const auto [stop, error] = std::from_chars(place.data() + colon + 1, place.data() + place.size(), line);
  if (error != std::errc() || stop != place.data() + place.size()) return std::nullopt;
  text.remove_prefix(end + 2);
  const SourceFile* file = students_file(place.substr(0, colon), files);
  return file == nullptr ? std::nullopt : std::optional<Place>({file, line});
}

bool is_part_of_a_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Whether a line calls `name` and does not await what comes back.
bool drops_a_call(std::string_view line, std::string_view name) {
  line = line.substr(0, line.find("//"));
  for (std::size_t at = 0; (at = line.find(name, at)) != std::string_view::npos; at += name.size()) {
    if (at > 0 && is_part_of_a_name(line[at - 1])) continue;
    if (!line.substr(at + name.size()).starts_with('(')) continue;
    std::string_view before = line.substr(0, at);
    while (!before.empty() && std::isspace(static_cast<unsigned char>(before.back())) != 0) before.remove_suffix(1);
    if (!before.ends_with("co_await")) return true;
  }
  return false;
}

// "coroutine 'audit' was never awaited": the line that calls `audit`, if there is but one.
std::optional<Place> only_call(std::string_view text, const std::vector<SourceFile>& files) {
  const std::size_t open = text.find('\'');
  const std::size_t close = text.find('\'', open + 1);
  if (open == std::string_view::npos || close == std::string_view::npos || close == open + 1) return std::nullopt;
  const std::string_view name = text.substr(open + 1, close - open - 1);
  std::optional<Place> found;
  for (const SourceFile& file : files) {
    unsigned number = 0;
    for (const std::string_view line : lines_of(file.content)) {
      ++number;
      if (!drops_a_call(line, name)) continue;
      if (found) return std::nullopt;
      found = Place{&file, number};
    }
  }
  return found;
}

// The subject's own task takes messages and starts the calls; it is slow where the machine is, and nobody's mistake.
bool is_our_own(const json& notice) {
  return notice.value("kind", "") == "blocked_loop" &&
         notice.value("text", "").find("task 'main'") != std::string::npos;
}

// What the kit calls the coroutine that stands for an operation of the test; it says nothing to a student.
std::string without_our_names(std::string_view text) {
  constexpr std::string_view kOurs = " (run_operation)";
  std::string plain(text);
  if (const std::size_t at = plain.find(kOurs); at != std::string::npos) plain.erase(at, kOurs.size());
  return plain;
}

json explained(const json& notice, const std::string& exercise, const std::vector<SourceFile>& files) {
  const std::string kind = notice.value("kind", "");
  const std::string whole = notice.value("text", "");
  std::string_view text = whole;
  std::optional<Place> place = take_place(text, files);
  if (!place && kind == "never_awaited") place = only_call(text, files);
  json made = {{"kind", kind}, {"text", without_our_names(text)}, {"count", 1}};
  if (place) {
    made["file"] = exercise + "/" + place->file->name;
    made["line"] = place->line;
    const auto lines = lines_of(place->file->content);
    if (place->line > 0 && place->line <= lines.size())
      made["source_line"] = cut_text(neutralise(lines[place->line - 1]), kMaxLineBytes);
  }
  const auto meaning = std::ranges::find(kMeanings, kind, &NoticeMeaning::kind);
  if (meaning != kMeanings.end()) made["explanation"] = meaning->text;
  return made;
}

// How long a step took differs each time.
std::string without_digits(std::string text) {
  std::erase_if(text, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
  return text;
}

// The same thing noticed once more: of the same line, or in the same words.
bool is_the_same(const json& left, const json& right) {
  if (left["kind"] != right["kind"]) return false;
  if (left.contains("file") && right.contains("file"))
    return left["file"] == right["file"] && left["line"] == right["line"];
  return without_digits(left["text"]) == without_digits(right["text"]);
}

}  // namespace

std::span<const NoticeMeaning> notice_meanings() { return kMeanings; }

void explain_notices(RunRecord& run, const std::string& exercise, const std::vector<SourceFile>& files) {
  for (TestResult& test : run.tests) {
    json kept = json::array();
    for (const json& notice : test.diagnostics) {
      if (!notice.is_object() || is_our_own(notice)) continue;
      json made = explained(notice, exercise, files);
      const auto same = std::ranges::find_if(kept, [&](const json& each) { return is_the_same(each, made); });
      if (same == kept.end()) {
        kept.push_back(std::move(made));
      } else {
        (*same)["count"] = (*same)["count"].get<int>() + 1;
      }
    }
    test.diagnostics = std::move(kept);
  }
}

}  // namespace grader
