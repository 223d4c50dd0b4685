// Theory of operation. clang reports where the compiler stumbled, which for a template is deep in a library. A student
// can change one file only, so each finding is first given its place there: its own, or, for an error elsewhere, that of
// the innermost note "... requested here" that lies in the student's file. One line that leads to several errors in
// libraries is one mistake, so the errors after the first are counted and not shown. Notes go when they only list what
// the compiler tried.
#include <algorithm>
#include <optional>
#include <utility>

#include "grader/build/compiler_message.hpp"
#include "grader/build/diagnostics_detail.hpp"
#include "grader/build/explain_message.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

using namespace diagnostics_detail;

constexpr std::size_t kMaxNotes = 3;  // of one error, in the student's own file
constexpr std::size_t kMaxNotesElsewhere = 2;

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Notes about how the compiler came here, or what else it considered.
bool is_about_the_compilers_way(std::string_view text) {
  return has(text, " requested here") || has(text, "expanded from ") || has(text, "candidate template ignored") ||
         has(text, "explicit constructor is not a candidate") || text.starts_with("passing argument to parameter") ||
         text.starts_with("(skipping ") || text.starts_with("while ");
}

// A library's "no matching function" is about functions the student has never heard of; why the only candidate does not
// fit is about the student's types.
std::string_view reason_of(const CompilerFinding& finding) {
  if (!finding.head.text.starts_with("no matching ")) return finding.head.text;
  for (const CompilerMessage& note : finding.notes) {
    if (!has(note.text, "substitution failure [")) continue;
    const std::size_t at = note.text.rfind("]: ");
    if (at != std::string_view::npos) return note.text.substr(at + 3);
  }
  return finding.head.text;
}

// One finding on its way to what the student reads.
struct Curated {
  BuildDiagnostic head;
  const Explanation* explanation = nullptr;
  std::vector<BuildDiagnostic> notes;
  std::size_t behind = 0;  // errors that are left out because they come from this one
};

class Curator {
 public:
  explicit Curator(const DiagnosticContext& context) : context_(context) {}

  void add(const CompilerFinding& finding) {
    const bool own = students_file(finding.head.path, context_) != nullptr;
    if (finding.head.severity == "warning") {
      if (own) keep(finding, finding.head);
      return;
    }
    const CompilerMessage* place = own ? &finding.head : students_line_that_led_to(finding);
    // How it came to an error in a library the compiler says only when it has not just said so.
    if (place == nullptr && !finding.head.path.empty() && last_error_) {
      ++curated_[*last_error_].behind;
    } else {
      keep(finding, place == nullptr ? finding.head : *place);
    }
  }

  std::vector<BuildDiagnostic> take() {
    std::vector<BuildDiagnostic> all;
    for (Curated& each : curated_) {
      if (each.explanation != nullptr) each.head.explanation = each.explanation->text;
      all.push_back(std::move(each.head));
      for (BuildDiagnostic& note : each.notes) all.push_back(std::move(note));
      if (each.behind == 0) continue;
      all.push_back(without_place(
          "note", each.behind == 1 ? "1 more error comes from this one and is left out"
                                   : std::to_string(each.behind) + " more errors come from this one and are left out"));
    }
    cap(all);
    return all;
  }

 private:
  const CompilerMessage* students_line_that_led_to(const CompilerFinding& finding) const {
    const auto found = std::ranges::find_if(finding.notes, [&](const CompilerMessage& note) {
      return has(note.text, " requested here") && students_file(note.path, context_) != nullptr;
    });
    return found == finding.notes.end() ? nullptr : &*found;
  }

  const Explanation* explanation_of(const CompilerFinding& finding, const CompilerMessage& place) const {
    const SourceFile* file = students_file(place.path, context_);
    if (file == nullptr) return nullptr;
    const Explanation* found = explain(finding, {.content = file->content, .line = place.line, .column = place.column});
    // What has no type because of an error above is "void" to the compiler.
    const bool follows = has(finding.head.text, "void") && std::ranges::any_of(curated_, [](const Curated& each) {
                           return each.explanation != nullptr && each.explanation->id == "deduced_type";
                         });
    return follows && found != nullptr && found->id != "deduced_type" ? nullptr : found;
  }

  void keep(const CompilerFinding& finding, const CompilerMessage& place) {
    Curated made;
    made.head = to_diagnostic(place, context_);
    made.head.severity = finding.head.severity;
    const bool moved = &place != &finding.head;
    if (moved) {
      made.head.message = cut_text(neutralise(reason_of(finding)), kMaxMessageBytes) + " (in " +
                          shown_place(finding.head, context_) + ", to which this line leads)";
    }
    made.explanation = explanation_of(finding, place);
    if (finding.head.severity == "error" && merge(made, moved)) return;
    keep_notes(finding, made);
    if (finding.head.severity == "error") last_error_ = curated_.size();
    curated_.push_back(std::move(made));
  }

  // Whether the error is no news beside one that was kept for the same line.
  bool merge(Curated& made, bool moved) {
    return !made.head.file.empty() &&
           std::ranges::any_of(curated_, [&](Curated& kept) { return merge_into(kept, made, moved); });
  }

  static bool merge_into(Curated& kept, Curated& made, bool moved) {
    if (kept.head.severity != "error" || kept.head.file != made.head.file || kept.head.line != made.head.line)
      return false;
    const bool same_column = kept.head.column == made.head.column;
    if (same_column && kept.head.message == made.head.message) return true;
    const bool same_explanation = made.explanation != nullptr && kept.explanation == made.explanation;
    const bool explained = made.explanation != nullptr || kept.explanation != nullptr;
    if (!moved && !same_explanation && !(same_column && explained)) return false;
    if (!moved && kept.explanation == nullptr) {
      std::swap(kept.head, made.head);  // the one that can be explained is the one to read
      kept.notes.clear();
    }
    if (kept.explanation == nullptr) kept.explanation = made.explanation;
    ++kept.behind;
    return true;
  }

  void keep_notes(const CompilerFinding& finding, Curated& made) const {
    std::size_t own = 0;
    std::size_t elsewhere = 0;
    for (const CompilerMessage& note : finding.notes) {
      if (is_about_the_compilers_way(note.text)) continue;
      const bool theirs = students_file(note.path, context_) != nullptr;
      // The words of the explanation say better what the kit's and the library's declarations have to do with it.
      if (!theirs && made.explanation != nullptr) continue;
      // Every class of the library that has such an operator or constructor is a candidate.
      if (!theirs && note.text.starts_with("candidate ") && !finding.head.text.starts_with("no matching ")) continue;
      if (theirs ? ++own <= kMaxNotes : ++elsewhere <= kMaxNotesElsewhere)
        made.notes.push_back(to_diagnostic(note, context_));
    }
  }

  const DiagnosticContext& context_;
  std::vector<Curated> curated_;
  std::optional<std::size_t> last_error_;
};

}  // namespace

std::vector<BuildDiagnostic> parse_compiler_output(std::string_view output, const DiagnosticContext& context) {
  Curator curator(context);
  for (const CompilerFinding& finding : parse_findings(output)) curator.add(finding);
  return curator.take();
}

}  // namespace grader
