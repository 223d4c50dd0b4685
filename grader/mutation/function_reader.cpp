#include <algorithm>

#include "grader/mutation/readers.hpp"

namespace grader::mutation {

void FunctionReader::read() {
  for (std::size_t s = 0; s < code_.statements_.size(); ++s) {
    const Statement& statement = code_.statements_[s];
    if (statement.kind != Statement::Kind::kBlock || statement.parent != kNone) continue;
    Function function;
    if (!is_function(statement.tokens.first, function.list)) continue;
    function.body = statement.tokens;
    function.block = s;
    if (function.list.first != kNone) {
      for (const Span span : code_.list_between(function.list.first, function.list.last))
        function.parameters.push_back(parameter(span));
    }
    code_.functions_.push_back(std::move(function));
  }
  look_at_returns();
}

// A block that is no part of another statement is a function's; this finds its parameters.
bool FunctionReader::is_function(std::size_t open, Span& list) const {
  if (open == 0) return false;
  std::size_t i = open - 1;
  if (code_.is(i, "]")) return true;  // [] {
  // Back over `const noexcept -> std::vector<int>`.
  while (i > 0 && !code_.is(i, ")") && !code_.is(i, "}") && !code_.is(i, ";") && !code_.is(i, "{")) --i;
  i = before_initializers(i);
  if (i == kNone || !code_.is(i, ")") || code_.partner(i) == kNone) return false;
  list = {code_.partner(i), i};
  return true;
}

// From the end of `: a_(1), b_{2}` to the parenthesis that closes the parameters before it.
std::size_t FunctionReader::before_initializers(std::size_t close) const {
  while (close < code_.size() && code_.partner(close) != kNone && code_.partner(close) < close) {
    const std::size_t open = code_.partner(close);
    if (open < 2 || !code_.is_word(open - 1)) return close;
    if (code_.is(open - 1, "noexcept")) {
      close = open - 2;
    } else if (code_.is(open - 2, ",") || code_.is(open - 2, ":")) {
      if (open < 3) return kNone;
      close = open - 3;
    } else {
      return close;
    }
  }
  return kNone;
}

Parameter FunctionReader::parameter(Span span) const {
  const std::size_t equals = code_.find_at_top(span, "=");
  const std::size_t end = equals == kNone ? span.last : equals - 1;
  Parameter made;
  std::size_t type_end = end + 1;
  if (end > span.first && code_.is_word(end) && !code_.is(end - 1, "::") && !code_.is(end - 1, "const")) {
    made.name = std::string(code_.tokens()[end].text);
    type_end = end;
  }
  for (std::size_t i = span.first; i < type_end; ++i) {
    if (code_.is(i, "const") || code_.is(i, "&") || code_.is(i, "&&")) continue;
    made.type += std::string(code_.tokens()[i].text) + " ";
  }
  return made;
}

void FunctionReader::look_at_returns() {
  for (std::size_t i = 0; i < code_.size(); ++i) {
    const bool leaves = code_.is(i, "return") || code_.is(i, "co_return");
    const bool coroutine = code_.is(i, "co_return") || code_.is(i, "co_await") || code_.is(i, "co_yield");
    if (!coroutine && !leaves) continue;
    const Function* found = code_.function_around(i);
    if (found == nullptr) continue;
    Function& function = code_.functions_[static_cast<std::size_t>(found - code_.functions_.data())];
    function.coroutine = function.coroutine || coroutine;
    if (leaves && !code_.is(i + 1, ";")) function.gives_value = true;
  }
}

}  // namespace grader::mutation
