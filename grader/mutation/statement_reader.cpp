#include <algorithm>

#include "grader/mutation/readers.hpp"

namespace grader::mutation {

using Kind = Statement::Kind;

void StatementReader::read() {
  for (std::size_t i = 0; i < code_.size(); ++i) {
    if (code_.is_code_brace(i) && !seen_[i]) block(i, kNone);
  }
}

std::size_t StatementReader::add(Kind kind, std::size_t first, std::size_t parent) {
  Statement made;
  made.kind = kind;
  made.tokens = {first, first};
  made.parent = parent;
  code_.statements_.push_back(std::move(made));
  return code_.statements_.size() - 1;
}

// Statements are named by index throughout: reading one adds more, and moves those there are.
std::size_t StatementReader::block(std::size_t open, std::size_t parent) {
  seen_[open] = true;
  const std::size_t self = add(Kind::kBlock, open, parent);
  const std::size_t close = code_.partner(open);
  for (std::size_t i = open + 1; i < close;) {
    const std::size_t child = statement(i, self);
    auto& last = code_.statements_[child].tokens.last;
    last = std::clamp(last, i, close - 1);
    code_.statements_[self].children.push_back(child);
    i = last + 1;
  }
  code_.statements_[self].tokens.last = close;
  return self;
}

std::size_t StatementReader::statement(std::size_t first, std::size_t parent) {
  if (code_.is_code_brace(first)) return block(first, parent);
  if (code_.is(first, "if")) return conditional(Kind::kIf, first, parent);
  if (code_.is(first, "while") || code_.is(first, "for")) return conditional(Kind::kLoop, first, parent);
  if (code_.is(first, "switch")) return conditional(Kind::kSwitch, first, parent);
  if (code_.is(first, "do")) return do_loop(first, parent);
  if (code_.is(first, "try") && code_.is_code_brace(first + 1)) return try_block(first, parent);
  if (code_.is(first, "case") || code_.is(first, "default")) return label(first, parent);
  return simple(first, parent);
}

std::size_t StatementReader::conditional(Kind kind, std::size_t first, std::size_t parent) {
  std::size_t open = first + 1;
  while (code_.is_word(open) || code_.is(open, "!")) ++open;  // constexpr, consteval, co_await
  if (!code_.is(open, "(") || code_.partner(open) == kNone) return simple(first, parent);
  const std::size_t self = add(kind, first, parent);
  const std::size_t close = code_.partner(open);
  code_.statements_[self].condition = {open, close};
  const std::size_t body = close + 1 < code_.size() ? statement(close + 1, self) : kNone;
  code_.statements_[self].body = body;
  std::size_t last = body == kNone ? close : code_.statements_[body].tokens.last;
  if (kind == Kind::kIf && code_.is(last + 1, "else") && last + 2 < code_.size()) {
    const std::size_t otherwise = statement(last + 2, self);
    code_.statements_[self].otherwise = otherwise;
    last = code_.statements_[otherwise].tokens.last;
  }
  code_.statements_[self].tokens.last = last;
  return self;
}

std::size_t StatementReader::do_loop(std::size_t first, std::size_t parent) {
  const std::size_t self = add(Kind::kLoop, first, parent);
  if (first + 1 >= code_.size()) return self;
  const std::size_t body = statement(first + 1, self);
  code_.statements_[self].body = body;
  std::size_t last = code_.statements_[body].tokens.last;
  if (code_.is(last + 1, "while") && code_.opens(last + 2)) {
    code_.statements_[self].condition = {last + 2, code_.partner(last + 2)};
    last = code_.partner(last + 2) + (code_.is(code_.partner(last + 2) + 1, ";") ? 1 : 0);
  }
  code_.statements_[self].tokens.last = last;
  return self;
}

std::size_t StatementReader::try_block(std::size_t first, std::size_t parent) {
  const std::size_t self = add(Kind::kTry, first, parent);
  const std::size_t body = block(first + 1, self);
  code_.statements_[self].body = body;
  std::size_t last = code_.statements_[body].tokens.last;
  while (code_.is(last + 1, "catch") && code_.opens(last + 2)) {
    Handler handler;
    handler.keyword = last + 1;
    handler.parameter = {last + 2, code_.partner(last + 2)};
    if (!code_.is_code_brace(handler.parameter.last + 1)) break;
    handler.body = block(handler.parameter.last + 1, self);
    last = code_.statements_[handler.body].tokens.last;
    code_.statements_[self].handlers.push_back(handler);
  }
  code_.statements_[self].tokens.last = last;
  return self;
}

std::size_t StatementReader::label(std::size_t first, std::size_t parent) {
  const std::size_t self = add(Kind::kOther, first, parent);
  std::size_t end = first;
  while (end < code_.size() && !code_.is(end, ":") && !code_.is(end, ";")) ++end;
  code_.statements_[self].tokens.last = end;
  return self;
}

std::size_t StatementReader::simple(std::size_t first, std::size_t parent) {
  const std::size_t last = end_of_simple(first);
  const std::size_t self = add(kind_of_simple(first, last), first, parent);
  code_.statements_[self].tokens.last = last;
  return self;
}

Kind StatementReader::kind_of_simple(std::size_t first, std::size_t last) const {
  if (!code_.is(last, ";") || first == last || code_.is_value_brace(first)) return Kind::kOther;
  if (code_.is(first, "return") || code_.is(first, "co_return")) return Kind::kReturn;
  if (code_.is(first, "throw")) return Kind::kThrow;
  if (code_.is(first, "break") || code_.is(first, "continue")) return Kind::kJump;
  return declares(first, last) ? Kind::kDeclaration : Kind::kExpression;
}

std::size_t StatementReader::end_of_simple(std::size_t first) const {
  if (code_.tokens()[first].kind == Token::Kind::kDirective) return first;
  for (std::size_t i = first; i < code_.size(); ++i) {
    if (code_.is(i, ";")) return i;
    if (code_.opens(i)) {
      i = code_.partner(i);
    } else if (i > first && (code_.is(i, "}") || code_.tokens()[i].kind == Token::Kind::kDirective)) {
      return i - 1;
    }
  }
  return code_.size() - 1;
}

// A declaration begins with a keyword of its own, or with a type and a name.
bool StatementReader::declares(std::size_t first, std::size_t last) const {
  for (const char* keyword : {"auto", "const", "constexpr", "static", "thread_local", "using", "typedef", "struct",
                              "class", "enum", "static_assert", "unsigned", "volatile", "[["}) {
    if (code_.is(first, keyword)) return true;
  }
  if (code_.is(first, "[") && code_.is(first + 1, "[")) return true;
  if (!code_.is_word(first) && !code_.is(first, "::")) return false;
  for (const char* keyword : {"co_await", "co_yield", "delete", "new", "this", "throw"}) {
    if (code_.is(first, keyword)) return false;
  }
  std::size_t i = first;
  int angles = 0;
  for (; i < last; ++i) {
    if (code_.is(i, "<") && !code_.binary_operator(i)) {
      ++angles;
    } else if (code_.is(i, ">") && angles > 0) {
      --angles;
    } else if (angles > 0) {
      continue;
    } else if (code_.is_word(i)) {
      if (i > first && (code_.is_word(i - 1) || code_.is(i - 1, ">"))) return true;  // two names in a row
      if (i > first && (code_.is(i - 1, "&") || code_.is(i - 1, "*") || code_.is(i - 1, "&&"))) return true;
    } else if (!(code_.is(i, "::") || ((code_.is(i, "&") || code_.is(i, "*") || code_.is(i, "&&")) && i > first &&
                                       !code_.binary_operator(i)))) {
      return false;
    }
  }
  return false;
}

}  // namespace grader::mutation
