#include <algorithm>
#include <array>

#include "grader/mutation/readers.hpp"

namespace grader::mutation {
namespace {

template <std::size_t N>
bool any_of(const Code& code, std::size_t i, const std::array<std::string_view, N>& words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return code.is(i, word); });
}

constexpr std::array<std::string_view, 9> kBeforeCode{"else",     "do",      "try",   "const", "noexcept",
                                                      "override", "mutable", "final", ")"};
constexpr std::array<std::string_view, 5> kBeforeStatement{";", "{", "}", ":", ")"};

}  // namespace

void BraceReader::read() {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < code_.size(); ++i) {
    if (!code_.is(i, "{") || code_.partner(i) == kNone) continue;
    while (!open.empty() && code_.partner(open.back()) < i) open.pop_back();
    const auto around = open.empty() ? Code::Brace::kMembers : code_.braces_[open.back()];
    code_.braces_[i] = classify(i, around);
    open.push_back(i);
  }
}

Code::Brace BraceReader::classify(std::size_t open, Code::Brace around) const {
  using Brace = Code::Brace;
  if (open == 0) return Brace::kMembers;
  const std::size_t before = open - 1;
  if (follows_member_keyword(open)) return Brace::kMembers;
  if (any_of(code_, before, kBeforeCode) || code_.is(before, "]")) return Brace::kCode;
  if (any_of(code_, before, kBeforeStatement) || code_.tokens()[before].kind == Token::Kind::kDirective) {
    if (around != Brace::kMembers) return around;
    // After the last initializer of a constructor: `: a_{1} {`.
    return code_.is(before, "}") && code_.is_value_brace(code_.partner(before)) ? Brace::kCode : Brace::kMembers;
  }
  return follows_trailing_return_type(open) ? Brace::kCode : Brace::kValues;
}

// namespace a::b {   class X final : public Y<int> {   enum class E : int {
bool BraceReader::follows_member_keyword(std::size_t open) const {
  for (std::size_t i = open; i-- > 0;) {
    if (code_.is(i, ";") || code_.is(i, "{") || code_.is(i, "}") || code_.is(i, "(") || code_.is(i, ")") ||
        code_.is(i, "=") || code_.is(i, "return") || code_.fixed(i)) {
      return false;
    }
    for (const char* keyword : {"namespace", "class", "struct", "union", "enum"}) {
      if (code_.is(i, keyword)) return true;
    }
  }
  return false;
}

// [](int a) -> std::vector<int> {
bool BraceReader::follows_trailing_return_type(std::size_t open) const {
  for (std::size_t i = open; i-- > 0;) {
    if (code_.is(i, "->")) {
      return i > 0 && (code_.is(i - 1, ")") || code_.is(i - 1, "mutable") || code_.is(i - 1, "noexcept") ||
                       code_.is(i - 1, "const"));
    }
    constexpr std::array<std::string_view, 7> kInType{"::", "<", ">", ",", "*", "&", "..."};
    if (!code_.is_word(i) && !any_of(code_, i, kInType)) return false;
  }
  return false;
}

}  // namespace grader::mutation
