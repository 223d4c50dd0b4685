#include "grader/proctor/answers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <string_view>

namespace proctor {
namespace {

Json& loaded() {
  static Json value = Json::object();
  return value;
}

// A text in its plain form: lower case, one blank between words, none at the ends.
std::string plain(const Json& answer) {
  std::string text;
  const std::string whole = answer.is_string() ? answer.get<std::string>() : answer.dump();
  for (const char c : whole) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isspace(letter) == 0) {
      text.push_back(static_cast<char>(std::tolower(letter)));
    } else if (!text.empty() && text.back() != ' ') {
      text.push_back(' ');
    }
  }
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace

void load_answers() {
  std::ifstream file("answers.json", std::ios::binary);
  if (!file) return;
  Json answers = Json::parse(file, nullptr, false, true);
  if (answers.is_object()) loaded() = std::move(answers);
}

const Json& answers() { return loaded(); }

bool same_answer(const Json& left, const Json& right) {
  if (left.is_array() && right.is_array()) {
    return std::ranges::equal(left, right, [](const Json& a, const Json& b) { return same_answer(a, b); });
  }
  if (left.is_structured() || right.is_structured()) return left == right;
  return plain(left) == plain(right);
}

void expect_answer(const std::string& question, const Json& right, const std::string& reread) {
  const auto found = answers().find(question);
  const Json given = found == answers().end() ? Json() : *found;
  if (given.is_null() || (given.is_string() && given.get_ref<const std::string&>().empty())) {
    ADD_FAILURE() << "the question \"" << question << "\" is not answered yet; read " << reread;
  } else if (!same_answer(given, right)) {
    ADD_FAILURE() << "the answer to \"" << question << "\" is "
                  << given.dump(-1, ' ', false, Json::error_handler_t::replace)
                  << ", and that is not so; read again: " << reread;
  }
}

}  // namespace proctor
