#include <algorithm>
#include <set>

#include "grader/mutation/changes.hpp"

namespace grader::mutation {
namespace {

using Kind = Statement::Kind;

enum class Effect { kAssignment, kCancel, kCall };

Effect effect_of(const Code& code, Span span) {
  for (const char* word : {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", "++", "--"}) {
    if (code.find_at_top(span, word) != kNone) return Effect::kAssignment;
  }
  const std::size_t cancel = code.find_at_top(span, "cancel");
  return cancel != kNone && code.is(cancel + 1, "(") ? Effect::kCancel : Effect::kCall;
}

void drop(const Code& code, const Statement& statement, Changes& changes) {
  const bool in_a_block = statement.parent != kNone && code.statements()[statement.parent].kind == Kind::kBlock;
  changes.replace(statement.tokens, in_a_block ? "" : ";", "without " + brief(code.text_of(statement.tokens)));
}

void drop_effect(const Code& code, Changes& changes, Effect effect) {
  for (const Statement& statement : code.statements()) {
    if (statement.kind == Kind::kExpression && effect_of(code, statement.tokens) == effect)
      drop(code, statement, changes);
  }
}

void drop_kind(const Code& code, Changes& changes, Kind kind) {
  for (const Statement& statement : code.statements()) {
    if (statement.kind == kind) drop(code, statement, changes);
  }
}

// The names that a declaration introduces: the word before its initial value, or those between [ and ].
std::set<std::string_view> names_declared(const Code& code, Span span) {
  std::set<std::string_view> names;
  int angles = 0;
  for (std::size_t i = span.first; i <= span.last; ++i) {
    angles += code.is(i, "<") ? 1 : code.is(i, ">") ? -1 : 0;
    if (angles > 0) continue;
    if (code.is(i, "[") && i > span.first && code.partner(i) != kNone) {
      for (std::size_t k = i + 1; k < code.partner(i); ++k) {
        if (code.is_word(k)) names.insert(code.tokens()[k].text);
      }
      return names;
    }
    if (code.is(i, "=") || code.is(i, "(") || code.is(i, "{") || code.is(i, ";")) {
      if (i > span.first && code.is_word(i - 1)) names.insert(code.tokens()[i - 1].text);
      return names;
    }
  }
  return names;
}

bool mentions(const Code& code, Span span, const std::set<std::string_view>& names) {
  for (std::size_t i = span.first; i <= span.last; ++i) {
    if (code.is_word(i) && names.contains(code.tokens()[i].text)) return true;
  }
  return false;
}

bool does_something(const Code& code, Span span) {
  for (std::size_t i = span.first; i <= span.last; ++i) {
    if (code.is(i, "(") || code.is(i, "co_await")) return true;
  }
  return false;
}

}  // namespace

void drop_call(const Code& code, Changes& changes) { drop_effect(code, changes, Effect::kCall); }
void drop_cancel(const Code& code, Changes& changes) { drop_effect(code, changes, Effect::kCancel); }
void drop_assignment(const Code& code, Changes& changes) { drop_effect(code, changes, Effect::kAssignment); }
void drop_throw(const Code& code, Changes& changes) { drop_kind(code, changes, Kind::kThrow); }
void drop_jump(const Code& code, Changes& changes) { drop_kind(code, changes, Kind::kJump); }

void drop_declaration(const Code& code, Changes& changes) {
  for (const Statement& statement : code.statements()) {
    if (statement.kind != Kind::kDeclaration || !does_something(code, statement.tokens)) continue;
    const auto names = names_declared(code, statement.tokens);
    const Function* function = code.function_around(statement.tokens.first);
    if (names.empty() || function == nullptr) continue;
    if (mentions(code, {statement.tokens.last + 1, function->body.last}, names)) continue;
    drop(code, statement, changes);
  }
}

void swap_statements(const Code& code, Changes& changes) {
  const auto movable = [&](const Statement& s) { return s.kind == Kind::kExpression || s.kind == Kind::kDeclaration; };
  for (const Statement& block : code.statements()) {
    for (std::size_t i = 0; i + 1 < block.children.size(); ++i) {
      const Statement& one = code.statements()[block.children[i]];
      const Statement& other = code.statements()[block.children[i + 1]];
      if (!movable(one) || !movable(other)) continue;
      if (one.kind == Kind::kDeclaration && mentions(code, other.tokens, names_declared(code, one.tokens))) continue;
      if (!does_something(code, one.tokens) && one.kind == Kind::kDeclaration) continue;
      if (!does_something(code, other.tokens) && other.kind == Kind::kDeclaration) continue;
      changes.exchange(one.tokens, other.tokens);
    }
  }
}

}  // namespace grader::mutation
