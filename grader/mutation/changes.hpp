#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "grader/mutation/code.hpp"

namespace grader::mutation {

/// Bytes of a text that are replaced.
struct Edit {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string text;
};

/// One change: edits that are made together, in the order of their places.
struct Change {
  std::string description;  ///< "< becomes <="
  std::vector<Edit> edits;
};

/// Where the functions below put the changes that they find; builds edits from tokens.
class Changes {
 public:
  explicit Changes(const Code& code) : code_(code) {}

  void replace(std::size_t token, std::string text) { replace(Span{token, token}, std::move(text)); }
  void replace(Span span, std::string text);
  void replace(Span span, std::string text, std::string description);
  /// Without the tokens and the blanks after them.
  void remove(Span span, std::string description);
  void insert_after(std::size_t token, std::string text, std::string description);
  void exchange(Span one, Span other);
  void add(std::string description, std::vector<Edit> edits) {
    all_.push_back({std::move(description), std::move(edits)});
  }

  Edit replaced(Span span, std::string text) const;
  Edit removed(Span span) const;

  std::vector<Change> take() { return std::move(all_); }

 private:
  const Code& code_;
  std::vector<Change> all_;
};

/// Cuts a piece of source to what a description can hold, in one line.
std::string brief(std::string_view source);

/// Replaces a word by each partner that a table names for it.
struct Pair {
  std::string_view word;
  std::string_view becomes;
};

// Each finds all changes of one kind; kinds.cpp names them.
using Find = void(const Code&, Changes&);

// change_operators.cpp
Find relational_boundary, relational_direction, equality, arithmetic, compound_assignment, increment, logical,
    drop_negation, ternary;
// change_constants.cpp
Find number, duration, boolean, string;
// change_conditions.cpp
Find negate_condition, condition_true, condition_false, drop_operand, drop_else;
// change_loops.cpp
Find one_round, empty_loop, swap_jump;
// change_coroutines.cpp
Find drop_co_await, await_at_once, return_default, early_return, drop_return;
// change_statements.cpp
Find drop_call, drop_cancel, drop_assignment, drop_declaration, drop_throw, drop_jump, swap_statements;
// change_errors.cpp
Find drop_catch, empty_handler, widen_catch, narrow_catch, catch_type, throw_type;
// change_calls.cpp
Find drop_move, drop_argument, swap_arguments, opposite_call;
// change_names.cpp
Find other_parameter, other_enumerator;

}  // namespace grader::mutation
