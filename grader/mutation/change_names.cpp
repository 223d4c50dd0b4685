#include <algorithm>
#include <array>
#include <map>

#include "grader/mutation/changes.hpp"

namespace grader::mutation {
namespace {

// Numbers convert into each other, so a mistaken one compiles.
std::string interchangeable(const Parameter& parameter) {
  constexpr std::array<std::string_view, 10> kNumbers{"int ",          "unsigned ",       "long ",   "double ",
                                                      "float ",        "std :: size_t ",  "size_t ", "std :: int64_t ",
                                                      "unsigned int ", "std :: uint64_t "};
  return std::ranges::find(kNumbers, parameter.type) != kNumbers.end() ? "number" : parameter.type;
}

bool is_member_name(const Code& code, std::size_t i) {
  return i > 0 && (code.is(i - 1, ".") || code.is(i - 1, "->") || code.is(i - 1, "::"));
}

bool looks_like_an_enumerator(std::string_view word) {
  return word.size() > 1 && word[0] == 'k' && word[1] >= 'A' && word[1] <= 'Z';
}

}  // namespace

void other_parameter(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (!code.is_word(i) || is_member_name(code, i)) continue;
    for (const Function& function : code.functions()) {
      if (i <= function.body.first || i >= function.body.last) continue;
      const auto found = std::ranges::find(function.parameters, code.tokens()[i].text, &Parameter::name);
      if (found == function.parameters.end()) continue;
      for (const Parameter& other : function.parameters) {
        if (&other != &*found && !other.name.empty() && interchangeable(other) == interchangeable(*found))
          changes.replace(i, other.name);
      }
    }
  }
}

// The enumerators are those that the source itself names: `State::kOpen` and `State::kClosed`.
void other_enumerator(const Code& code, Changes& changes) {
  std::map<std::string_view, std::vector<std::string_view>> known;
  const auto for_each_use = [&](auto use) {
    for (std::size_t i = 2; i < code.size(); ++i) {
      if (code.is_word(i) && looks_like_an_enumerator(code.tokens()[i].text) && code.is(i - 1, "::") &&
          code.is_word(i - 2) && !code.is(i + 1, "(")) {
        use(i, known[code.tokens()[i - 2].text]);
      }
    }
  };
  for_each_use([&](std::size_t i, std::vector<std::string_view>& all) {
    if (std::ranges::find(all, code.tokens()[i].text) == all.end()) all.push_back(code.tokens()[i].text);
  });
  for_each_use([&](std::size_t i, const std::vector<std::string_view>& all) {
    for (const std::string_view other : all) {
      if (other != code.tokens()[i].text) changes.replace(i, std::string(other));
    }
  });
}

}  // namespace grader::mutation
