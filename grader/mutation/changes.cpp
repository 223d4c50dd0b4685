#include "grader/mutation/changes.hpp"

#include <utility>

namespace grader::mutation {

void Changes::replace(Span span, std::string text) {
  std::string description = brief(code_.text_of(span)) + " becomes " + brief(text);
  replace(span, std::move(text), std::move(description));
}

void Changes::replace(Span span, std::string text, std::string description) {
  add(std::move(description), {replaced(span, std::move(text))});
}

void Changes::remove(Span span, std::string description) { add(std::move(description), {removed(span)}); }

void Changes::insert_after(std::size_t token, std::string text, std::string description) {
  add(std::move(description), {{code_.tokens()[token].end(), 0, std::move(text)}});
}

void Changes::exchange(Span one, Span other) {
  if (one.first > other.first) std::swap(one, other);
  add(brief(code_.text_of(one)) + " and " + brief(code_.text_of(other)) + " change places",
      {replaced(one, std::string(code_.text_of(other))), replaced(other, std::string(code_.text_of(one)))});
}

Edit Changes::replaced(Span span, std::string text) const {
  return {code_.tokens()[span.first].offset, code_.text_of(span).size(), std::move(text)};
}

Edit Changes::removed(Span span) const {
  const std::size_t start = code_.tokens()[span.first].offset;
  std::size_t end = code_.tokens()[span.last].end();
  while (end < code_.text().size() && code_.text()[end] == ' ') ++end;
  return {start, end - start, {}};
}

std::string brief(std::string_view source) {
  constexpr std::size_t kMost = 40;
  std::string text;
  for (const char c : source) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (blank && (text.empty() || text.back() == ' ')) continue;
    text += blank ? ' ' : c;
  }
  if (text.size() <= kMost) return text;
  std::size_t cut = kMost;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return text.substr(0, cut) + "…";
}

}  // namespace grader::mutation
