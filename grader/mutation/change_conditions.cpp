#include <algorithm>

#include "grader/mutation/changes.hpp"

namespace grader::mutation {
namespace {

using Kind = Statement::Kind;

// The condition of an `if` or `while` that is an expression; none when it declares something or is known to the compiler.
Span expression_of(const Code& code, const Statement& statement) {
  if (statement.condition.first == kNone || code.is(statement.tokens.first, "for") ||
      code.is(statement.tokens.first + 1, "constexpr")) {
    return {};
  }
  Span inner{statement.condition.first + 1, statement.condition.last - 1};
  if (inner.last < inner.first) return {};
  if (const std::size_t semicolon = code.find_at_top(inner, ";"); semicolon != kNone) inner.first = semicolon + 1;
  if (inner.last < inner.first || code.find_at_top(inner, "=") != kNone) return {};
  return inner;
}

template <class Use>
void for_each_condition(const Code& code, Use use) {
  for (const Statement& statement : code.statements()) {
    if (statement.kind != Kind::kIf && statement.kind != Kind::kLoop) continue;
    const Span condition = expression_of(code, statement);
    if (condition.first != kNone) use(statement, condition);
  }
}

bool has_any_at_top(const Code& code, Span span, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return code.find_at_top(span, word) != kNone; });
}

bool is_literal(const Code& code, Span span) {
  return span.first == span.last && (code.is(span.first, "true") || code.is(span.first, "false"));
}

}  // namespace

void negate_condition(const Code& code, Changes& changes) {
  for_each_condition(code, [&](const Statement&, Span condition) {
    const bool compound = has_any_at_top(code, condition, {"&&", "||", "?"});
    // What other kinds already turn round by a smaller change.
    if (!compound && has_any_at_top(code, condition, {"==", "!=", "!", "not"})) return;
    if (is_literal(code, condition)) return;
    const std::string text(code.text_of(condition));
    changes.replace(condition, condition.first == condition.last ? "!" + text : "!(" + text + ")");
  });
}

void condition_true(const Code& code, Changes& changes) {
  for_each_condition(code, [&](const Statement& statement, Span condition) {
    // A loop without end shows nothing that a limit does not show as well.
    if (statement.kind == Kind::kIf && !is_literal(code, condition)) changes.replace(condition, "true");
  });
}

void condition_false(const Code& code, Changes& changes) {
  for_each_condition(code, [&](const Statement&, Span condition) {
    if (!is_literal(code, condition)) changes.replace(condition, "false");
  });
}

void drop_operand(const Code& code, Changes& changes) {
  for_each_condition(code, [&](const Statement&, Span condition) {
    const bool all = has_any_at_top(code, condition, {"&&"});
    if (all == has_any_at_top(code, condition, {"||"}) || has_any_at_top(code, condition, {"?"})) return;
    std::size_t start = condition.first;
    for (std::size_t at = start; (at = code.find_at_top({start, condition.last}, all ? "&&" : "||")) != kNone;) {
      changes.remove({start, at}, "without " + brief(code.text_of({start, at - 1})));
      start = at + 1;
    }
    // The last one goes with the operator before it.
    changes.remove({start - 1, condition.last}, "without " + brief(code.text_of({start, condition.last})));
  });
}

void drop_else(const Code& code, Changes& changes) {
  for (const Statement& statement : code.statements()) {
    if (statement.otherwise == kNone) continue;
    const Span otherwise = code.statements()[statement.otherwise].tokens;
    changes.remove({otherwise.first - 1, otherwise.last}, "without the else");
  }
}

}  // namespace grader::mutation
