#include "grader/mutation/kinds.hpp"

#include <algorithm>

namespace grader::mutation {
namespace {

// docs/writing-exercises.md repeats this table; a test compares the two.
constexpr Kind kKinds[] = {
    // Coroutines
    {"drop_co_await", "a `co_await` goes", drop_co_await},
    {"await_at_once", "a task is awaited where it is made, so nothing runs at the same time", await_at_once},
    {"return_default", "`co_return x;` and `return x;` give `{}`", return_default},
    {"early_return", "a function returns at once", early_return},
    {"drop_return", "a return that is not the function's last statement goes", drop_return},
    // Errors
    {"drop_catch", "a catch clause goes; with the last one, its try", drop_catch},
    {"empty_handler", "a handler does nothing", empty_handler},
    {"widen_catch", "a catch clause catches `(...)`", widen_catch},
    {"narrow_catch", "`catch (...)` catches `const std::exception&` only", narrow_catch},
    {"catch_type", "another type is caught: the base (`TimeoutError` becomes `Error`) or a sibling", catch_type},
    {"throw_type", "another type is thrown: the base or a sibling", throw_type},
    {"drop_throw", "a `throw` goes, with or without its operand", drop_throw},
    // Statements
    {"drop_cancel", "a statement that calls `cancel` goes", drop_cancel},
    {"drop_call", "any other call that is a statement goes", drop_call},
    {"drop_assignment", "an assignment goes, `++` and `--` among them", drop_assignment},
    {"drop_declaration", "a declaration goes whose name is never used (a guard)", drop_declaration},
    {"drop_jump", "a `break` or `continue` goes", drop_jump},
    {"swap_jump", "`break` and `continue` change places", swap_jump},
    {"swap_statements", "two statements change places", swap_statements},
    {"one_round", "a loop ends after its first round", one_round},
    {"empty_loop", "a `for` loop has no body", empty_loop},
    // Conditions
    {"drop_negation", "a `!` goes", drop_negation},
    {"negate_condition", "the condition of an `if` or `while` is negated", negate_condition},
    {"condition_true", "the condition of an `if` is `true`", condition_true},
    {"condition_false", "the condition of an `if` or `while` is `false`", condition_false},
    {"drop_operand", "one operand of `&&` or `||` goes from a condition", drop_operand},
    {"drop_else", "an `else` goes", drop_else},
    // Operators
    {"relational_boundary", "`<` becomes `<=`, `>` becomes `>=`, and back", relational_boundary},
    {"relational_direction", "`<` becomes `>`, `<=` becomes `>=`, and back", relational_direction},
    {"equality", "`==` and `!=`", equality},
    {"logical", "`&&` and `||`", logical},
    {"arithmetic", "`+` and `-`, `*` and `/`; `%` becomes `*`", arithmetic},
    {"compound_assignment", "`+=` and `-=`, `*=` and `/=`", compound_assignment},
    {"increment", "`++` and `--`", increment},
    {"ternary", "the two values of `?:` change places", ternary},
    // Constants
    {"number", "n becomes n + 1, n - 1 and 0; a fraction doubles, halves and becomes 0", number},
    {"duration", "`200ms` becomes `400ms` and `100ms`; `0s` becomes `1s`", duration},
    {"boolean", "`true` and `false`", boolean},
    {"string", "a string becomes empty, a character another one", string},
    // Calls and names
    {"drop_move", "a `std::move` goes", drop_move},
    {"drop_argument", "one of several arguments goes", drop_argument},
    {"swap_arguments", "two adjacent arguments change places", swap_arguments},
    {"opposite_call", "`min` and `max`, `front` and `back`, `floor` and `ceil`, `any_of` and `all_of`, …",
     opposite_call},
    {"other_parameter", "a parameter is mistaken for another one of its type", other_parameter},
    {"other_enumerator", "`State::kOpen` is mistaken for another enumerator that the file names", other_enumerator},
};

}  // namespace

std::span<const Kind> kinds() { return kKinds; }

const Kind* find_kind(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name, &Kind::name);
  return found == std::end(kKinds) ? nullptr : found;
}

}  // namespace grader::mutation
