#include <span>

#include "grader/mutation/changes.hpp"

namespace grader::mutation {
namespace {

void swap_binary(const Code& code, Changes& changes, std::initializer_list<Pair> pairs) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (!code.binary_operator(i)) continue;
    for (const Pair& pair : pairs) {
      if (code.is(i, pair.word)) changes.replace(i, std::string(pair.becomes));
    }
  }
}

bool is_string(const Code& code, std::size_t i) {
  return i < code.size() && code.tokens()[i].kind == Token::Kind::kString;
}

}  // namespace

void relational_boundary(const Code& code, Changes& changes) {
  swap_binary(code, changes, {{"<", "<="}, {"<=", "<"}, {">", ">="}, {">=", ">"}});
}

void relational_direction(const Code& code, Changes& changes) {
  swap_binary(code, changes, {{"<", ">"}, {"<=", ">="}, {">", "<"}, {">=", "<="}});
}

void equality(const Code& code, Changes& changes) { swap_binary(code, changes, {{"==", "!="}, {"!=", "=="}}); }

void arithmetic(const Code& code, Changes& changes) {
  constexpr Pair kPairs[] = {{"+", "-"}, {"-", "+"}, {"*", "/"}, {"/", "*"}, {"%", "*"}};
  for (std::size_t i = 0; i < code.size(); ++i) {
    // Strings are joined by +, and nothing else can be done with them.
    if (!code.binary_operator(i) || is_string(code, i - 1) || is_string(code, i + 1)) continue;
    for (const Pair& pair : kPairs) {
      if (code.is(i, pair.word)) changes.replace(i, std::string(pair.becomes));
    }
  }
}

void compound_assignment(const Code& code, Changes& changes) {
  swap_binary(code, changes, {{"+=", "-="}, {"-=", "+="}, {"*=", "/="}, {"/=", "*="}});
}

void increment(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code.is(i, "++")) changes.replace(i, "--");
    if (code.is(i, "--")) changes.replace(i, "++");
  }
}

void logical(const Code& code, Changes& changes) { swap_binary(code, changes, {{"&&", "||"}, {"||", "&&"}}); }

void drop_negation(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code.is(i, "!") || code.is(i, "not")) changes.remove({i, i}, "without " + std::string(code.tokens()[i].text));
  }
}

// Both values end where no bracket and no other `?` is open.
void ternary(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (!code.binary_operator(i) || !code.is(i, "?")) continue;
    std::size_t colon = i + 1;
    for (int depth = 0; colon < code.size(); ++colon) {
      if (code.opens(colon)) colon = code.partner(colon);
      if (code.is(colon, "?")) ++depth;
      if (code.is(colon, ":") && depth-- == 0) break;
    }
    std::size_t end = colon + 1;
    for (; end < code.size(); ++end) {
      if (code.opens(end)) {
        end = code.partner(end);
      } else if (code.is(end, ";") || code.is(end, ",") || code.partner(end) != kNone) {
        break;
      }
    }
    if (end < code.size() && colon > i + 1 && end > colon + 1)
      changes.exchange({i + 1, colon - 1}, {colon + 1, end - 1});
  }
}

}  // namespace grader::mutation
