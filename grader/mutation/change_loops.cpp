#include "grader/mutation/changes.hpp"

namespace grader::mutation {
namespace {

using Kind = Statement::Kind;

bool ends_by_leaving(const Code& code, const Statement& block) {
  if (block.children.empty()) return false;
  const Kind last = code.statements()[block.children.back()].kind;
  return last == Kind::kReturn || last == Kind::kThrow || last == Kind::kJump;
}

// `for (;;)` and `for (;; ++i)` spin when their body is taken away.
bool ends_without_its_body(const Code& code, const Statement& loop) {
  if (!code.is(loop.tokens.first, "for")) return false;
  const Span inner{loop.condition.first + 1, loop.condition.last};
  const std::size_t first = code.find_at_top(inner, ";");
  return first == kNone || !code.is(first + 1, ";");
}

}  // namespace

void one_round(const Code& code, Changes& changes) {
  for (const Statement& statement : code.statements()) {
    if (statement.kind != Kind::kLoop || statement.body == kNone) continue;
    const Statement& body = code.statements()[statement.body];
    if (body.kind != Kind::kBlock || body.children.empty() || ends_by_leaving(code, body)) continue;
    changes.insert_after(body.tokens.last - 1, " break;", "the loop ends after one round");
  }
}

void empty_loop(const Code& code, Changes& changes) {
  for (const Statement& statement : code.statements()) {
    if (statement.kind != Kind::kLoop || statement.body == kNone || !ends_without_its_body(code, statement)) continue;
    const Statement& body = code.statements()[statement.body];
    if (body.kind == Kind::kBlock && body.children.empty()) continue;
    changes.replace(body.tokens, "{}", "the loop has no body");
  }
}

void swap_jump(const Code& code, Changes& changes) {
  for (const Statement& statement : code.statements()) {
    if (statement.kind != Kind::kJump) continue;
    changes.replace(statement.tokens.first, code.is(statement.tokens.first, "break") ? "continue" : "break");
  }
}

}  // namespace grader::mutation
