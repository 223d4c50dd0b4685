#include "grader/mutation/changes.hpp"

namespace grader::mutation {
namespace {

using Kind = Statement::Kind;

bool is_literal(const Code& code, Span span) {
  return span.first == span.last && (code.tokens()[span.first].kind == Token::Kind::kNumber ||
                                     code.is(span.first, "true") || code.is(span.first, "false"));
}

// Whether control leaves the function right after the statement.
bool ends_its_function(const Code& code, std::size_t s) {
  const Statement& statement = code.statements()[s];
  if (statement.parent == kNone) return true;
  const Statement& parent = code.statements()[statement.parent];
  if (parent.kind == Kind::kLoop) return false;
  if (parent.kind == Kind::kBlock && parent.children.back() != s) return false;
  return ends_its_function(code, statement.parent);
}

bool in_a_block(const Code& code, const Statement& statement) {
  return statement.parent != kNone && code.statements()[statement.parent].kind == Kind::kBlock;
}

// The name in `auto name = aio::create_task(…);`, what was pushed in `all.push_back(aio::create_task(…));`.
std::string awaited_at_once(const Code& code, const Statement& statement) {
  const Span span = statement.tokens;
  const std::size_t equals = code.find_at_top(span, "=");
  if (statement.kind == Kind::kDeclaration) {
    if (equals == kNone || !code.is_word(equals - 1) || !code.is(code.find_at_top(span, "create_task"), "create_task"))
      return {};
    return std::string(code.tokens()[equals - 1].text);
  }
  const std::size_t push = code.find_at_top(span, "push_back");
  const std::size_t emplace = code.find_at_top(span, "emplace_back");
  const std::size_t call = push != kNone ? push : emplace;
  if (statement.kind != Kind::kExpression || call == kNone || call < span.first + 2 || !code.opens(call + 1)) return {};
  if (code.find_at_top({call + 2, code.partner(call + 1)}, "create_task") == kNone) return {};
  return std::string(code.text_of({span.first, call - 1})) + "back()";
}

}  // namespace

void drop_co_await(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code.is(i, "co_await")) changes.remove({i, i}, "without co_await");
  }
}

void await_at_once(const Code& code, Changes& changes) {
  for (const Statement& statement : code.statements()) {
    if (const std::string task = awaited_at_once(code, statement); !task.empty() && in_a_block(code, statement))
      changes.insert_after(statement.tokens.last, " co_await " + task + ";", "awaits the task before it goes on");
  }
}

void return_default(const Code& code, Changes& changes) {
  for (const Statement& statement : code.statements()) {
    if (statement.kind != Kind::kReturn || statement.tokens.last < statement.tokens.first + 2) continue;
    const Span value{statement.tokens.first + 1, statement.tokens.last - 1};
    const std::string_view text = code.text_of(value);
    if (text != "{}" && text != "std::nullopt" && !is_literal(code, value)) changes.replace(value, "{}");
  }
}

void early_return(const Code& code, Changes& changes) {
  for (const Function& function : code.functions()) {
    const Statement& block = code.statements()[function.block];
    if (block.children.empty() || code.statements()[block.children.front()].kind == Kind::kReturn) continue;
    const std::string text =
        std::string(function.coroutine ? " co_return" : " return") + (function.gives_value ? " {};" : ";");
    changes.insert_after(function.body.first, text, "returns at once");
  }
}

void drop_return(const Code& code, Changes& changes) {
  for (std::size_t s = 0; s < code.statements().size(); ++s) {
    const Statement& statement = code.statements()[s];
    if (statement.kind != Kind::kReturn || ends_its_function(code, s)) continue;
    changes.replace(statement.tokens, in_a_block(code, statement) ? "" : ";",
                    "without " + brief(code.text_of(statement.tokens)));
  }
}

}  // namespace grader::mutation
