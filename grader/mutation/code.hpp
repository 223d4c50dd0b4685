#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "grader/mutation/token.hpp"

namespace grader::mutation {

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// Tokens from `first` to `last`, both included.
struct Span {
  std::size_t first = kNone;
  std::size_t last = kNone;
};

struct Handler {
  std::size_t keyword = kNone;  ///< the token `catch`
  Span parameter;               ///< with its parentheses
  std::size_t body = kNone;     ///< a statement
};

/// One statement. Indices of statements and tokens are those of the `Code` it belongs to.
struct Statement {
  enum class Kind { kBlock, kIf, kLoop, kSwitch, kTry, kReturn, kThrow, kJump, kDeclaration, kExpression, kOther };
  Kind kind = Kind::kOther;
  Span tokens;  ///< with its semicolon or closing brace
  std::size_t parent = kNone;
  std::vector<std::size_t> children;  ///< kBlock: in order
  Span condition;                     ///< kIf, kLoop, kSwitch: with its parentheses
  std::size_t body = kNone;           ///< kIf, kLoop, kSwitch, kTry
  std::size_t otherwise = kNone;      ///< kIf: the statement after `else`
  std::vector<Handler> handlers;      ///< kTry
};

struct Parameter {
  std::string name;  ///< empty when it has none
  std::string type;  ///< without const and &, in one spelling
};

/// A function or lambda with its body.
struct Function {
  Span list;  ///< the parameter list with its parentheses; none for a lambda that has none
  Span body;  ///< with its braces
  std::size_t block = kNone;
  std::vector<Parameter> parameters;
  bool coroutine = false;
  bool gives_value = false;  ///< has a `return` or `co_return` with an expression
};

/// As much structure of a C++ source as a mutation needs, read without a compiler.
///
/// What is told from layout is told as clang-format writes it: a binary operator has blanks on both sides, the `<` of a
/// template has none before it. Code that is laid out otherwise, or is no C++, gives fewer or odd mutations and never an
/// error.
///
/// Requires: `text` outlives this object.
class Code {
 public:
  explicit Code(std::string_view text);

  std::string_view text() const { return text_; }
  /// Comments are left out, so that what stands side by side here belongs together.
  const std::vector<Token>& tokens() const { return tokens_; }
  const std::vector<Statement>& statements() const { return statements_; }
  const std::vector<Function>& functions() const { return functions_; }

  std::size_t size() const { return tokens_.size(); }
  bool is(std::size_t i, std::string_view what) const { return i < tokens_.size() && tokens_[i].is(what); }
  bool is_word(std::size_t i) const { return i < tokens_.size() && tokens_[i].kind == Token::Kind::kWord; }
  /// The bracket that belongs to the one at `i`; kNone for any other token.
  std::size_t partner(std::size_t i) const { return i < partners_.size() ? partners_[i] : kNone; }
  bool opens(std::size_t i) const { return partner(i) != kNone && partner(i) > i; }
  /// A brace that holds statements, and not members or initial values.
  bool is_code_brace(std::size_t i) const { return i < braces_.size() && braces_[i] == Brace::kCode; }
  bool is_value_brace(std::size_t i) const { return i < braces_.size() && braces_[i] == Brace::kValues; }
  /// Part of a using-directive, an attribute, a template's head or another place that is no behaviour.
  bool fixed(std::size_t i) const { return fixed_[i]; }
  bool binary_operator(std::size_t i) const;
  const Function* function_around(std::size_t i) const;  ///< the innermost; null when there is none

  std::string_view text_of(Span span) const;
  /// What commas separate between two brackets; those of template argument lists separate nothing.
  std::vector<Span> list_between(std::size_t open, std::size_t close) const;
  /// Finds a token between `span.first` and `span.last` that is in no inner bracket; kNone when there is none.
  std::size_t find_at_top(Span span, std::string_view what) const;

 private:
  enum class Brace : unsigned char { kNoBrace, kCode, kMembers, kValues };
  friend class BraceReader;
  friend class StatementReader;
  friend class FunctionReader;

  void find_partners();
  void find_fixed();

  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<std::size_t> partners_;
  std::vector<Brace> braces_;
  std::vector<bool> fixed_;
  std::vector<Statement> statements_;
  std::vector<Function> functions_;
};

}  // namespace grader::mutation
