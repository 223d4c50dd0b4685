#pragma once

#include "grader/mutation/code.hpp"

// The three passes that read structure out of a Code's tokens, each using what the one before it found.
namespace grader::mutation {

/// Tells what each pair of braces holds.
class BraceReader {
 public:
  explicit BraceReader(Code& code) : code_(code) {}
  void read();

 private:
  Code::Brace classify(std::size_t open, Code::Brace around) const;
  bool follows_trailing_return_type(std::size_t open) const;
  bool follows_member_keyword(std::size_t open) const;

  Code& code_;
};

/// Reads the statements of every code brace.
class StatementReader {
 public:
  explicit StatementReader(Code& code) : code_(code), seen_(code.size(), false) {}
  void read();

 private:
  std::size_t add(Statement::Kind kind, std::size_t first, std::size_t parent);
  std::size_t block(std::size_t open, std::size_t parent);
  std::size_t statement(std::size_t first, std::size_t parent);
  std::size_t conditional(Statement::Kind kind, std::size_t first, std::size_t parent);
  std::size_t do_loop(std::size_t first, std::size_t parent);
  std::size_t try_block(std::size_t first, std::size_t parent);
  std::size_t label(std::size_t first, std::size_t parent);
  std::size_t simple(std::size_t first, std::size_t parent);
  Statement::Kind kind_of_simple(std::size_t first, std::size_t last) const;
  std::size_t end_of_simple(std::size_t first) const;
  bool declares(std::size_t first, std::size_t last) const;

  Code& code_;
  std::vector<bool> seen_;
};

/// Finds functions, their parameters, and what kind of function each is. Requires statements.
class FunctionReader {
 public:
  explicit FunctionReader(Code& code) : code_(code) {}
  void read();

 private:
  bool is_function(std::size_t open, Span& list) const;
  std::size_t before_initializers(std::size_t close) const;
  Parameter parameter(Span span) const;
  void look_at_returns();

  Code& code_;
};

}  // namespace grader::mutation
