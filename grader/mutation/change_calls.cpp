#include <algorithm>
#include <span>

#include "grader/mutation/changes.hpp"

namespace grader::mutation {
namespace {

constexpr Pair kOpposites[] = {
    {"min", "max"},
    {"max", "min"},
    {"front", "back"},
    {"back", "front"},
    {"pop_front", "pop_back"},
    {"pop_back", "pop_front"},
    {"push_front", "push_back"},
    {"push_back", "push_front"},
    {"emplace_front", "emplace_back"},
    {"emplace_back", "emplace_front"},
    {"floor", "ceil"},
    {"ceil", "floor"},
    {"any_of", "all_of"},
    {"all_of", "any_of"},
    {"lower_bound", "upper_bound"},
    {"upper_bound", "lower_bound"},
    {"min_element", "max_element"},
    {"max_element", "min_element"},
};

bool is_keyword_with_parentheses(const Code& code, std::size_t i) {
  return std::ranges::any_of(std::initializer_list<std::string_view>{"if", "while", "for", "switch", "catch", "return",
                                                                     "co_return", "co_await", "co_yield", "sizeof",
                                                                     "decltype", "constexpr", "noexcept", "throw"},
                             [&](std::string_view word) { return code.is(i, word); });
}

// The opening bracket of a call's arguments, or of a list of initial values, inside a function.
bool opens_arguments(const Code& code, std::size_t i) {
  if (i == 0 || !code.opens(i) || code.function_around(i) == nullptr) return false;
  if (code.is_value_brace(i)) return true;
  if (!code.is(i, "(")) return false;
  const bool called = (code.is_word(i - 1) && !is_keyword_with_parentheses(code, i - 1)) || code.is(i - 1, ">");
  const bool parameters = std::ranges::any_of(code.functions(), [&](const Function& f) { return f.list.first == i; });
  return called && !parameters;
}

template <class Use>
void for_each_list(const Code& code, Use use) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (!opens_arguments(code, i)) continue;
    const std::vector<Span> items = code.list_between(i, code.partner(i));
    if (items.size() >= 2 && !code.is(items.front().first, ".")) use(items);
  }
}

}  // namespace

void drop_move(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i + 3 < code.size(); ++i) {
    if (!code.is(i, "std") || !code.is(i + 1, "::") || !code.is(i + 2, "move") || !code.opens(i + 3)) continue;
    const std::size_t close = code.partner(i + 3);
    if (close == i + 4 || code.list_between(i + 3, close).size() != 1) continue;
    changes.replace({i, close}, std::string(code.text_of({i + 4, close - 1})));
  }
}

void drop_argument(const Code& code, Changes& changes) {
  for_each_list(code, [&](const std::vector<Span>& items) {
    for (std::size_t k = 0; k < items.size(); ++k) {
      // With the comma after it, the last one with the comma before it.
      const bool last = k + 1 == items.size();
      const Span span = last ? Span{items[k].first - 1, items[k].last} : Span{items[k].first, items[k + 1].first - 1};
      std::string description = "without the argument " + brief(code.text_of(items[k]));
      if (last) {
        changes.replace(span, "", std::move(description));
      } else {
        changes.remove(span, std::move(description));
      }
    }
  });
}

void swap_arguments(const Code& code, Changes& changes) {
  for_each_list(code, [&](const std::vector<Span>& items) {
    for (std::size_t k = 0; k + 1 < items.size(); ++k) changes.exchange(items[k], items[k + 1]);
  });
}

void opposite_call(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (!code.is(i + 1, "(") || code.fixed(i)) continue;
    for (const Pair& pair : kOpposites) {
      if (code.is(i, pair.word)) changes.replace(i, std::string(pair.becomes));
    }
  }
}

}  // namespace grader::mutation
