#include "grader/proctor/failure_text.hpp"

#include <array>
#include <optional>
#include <sstream>
#include <vector>

namespace proctor {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string rest_from(const std::vector<std::string>& lines, std::size_t index) {
  std::string text;
  for (; index < lines.size(); ++index) text += (text.empty() ? "" : "\n") + lines[index];
  return text;
}

std::optional<std::string> after(const std::string& line, std::string_view prefix) {
  if (!line.starts_with(prefix)) return std::nullopt;
  return line.substr(prefix.size());
}

// A matcher's "Actual" may name the C++ type: `[1,2] (of type std::vector<int>), whose element #1 …`; a student's
// message does not.
// Where the value itself is printed as nothing, its explanation says it all.
std::string without_type(const std::string& actual) {
  const std::size_t type = actual.rfind(" (of type ");
  const std::size_t explanation = type == std::string::npos ? type : actual.find("), ", type);
  std::string text = actual.substr(0, type);
  if (explanation != std::string::npos) text += actual.substr(explanation + 1);
  return text.starts_with(", ") ? text.substr(2) : text;
}

constexpr std::string_view kContinued = "          ";

FailureText from_matcher_or_bool(const std::vector<std::string>& lines) {
  FailureText text;
  // "Value of: x / Expected: … /   Actual: …" from a matcher; "Value of: x /   Actual: false / Expected: true" from
  // EXPECT_TRUE.
  const bool is_bool = lines.size() >= 3 && lines[1].starts_with("  Actual: ");
  if (is_bool) {
    text.message = rest_from(lines, 3);
    return text;
  }
  std::size_t index = 1;
  for (; index < lines.size() && !lines[index].starts_with("  Actual: "); ++index) {
    const auto expected = after(lines[index], "Expected: ");
    text.expected += expected ? *expected : "\n" + lines[index];
  }
  if (index < lines.size()) text.got = without_type(*after(lines[index++], "  Actual: "));
  // An explanation may go on below, indented; what the author wrote never is.
  for (; index < lines.size() && lines[index].starts_with(kContinued); ++index) {
    text.got += "\n" + lines[index].substr(kContinued.size());
  }
  text.message = rest_from(lines, index);
  return text;
}

FailureText from_equality(const std::vector<std::string>& lines) {
  FailureText text;
  std::array<std::string, 2> values;
  std::size_t side = 0;
  std::size_t index = 1;
  for (; index < lines.size() && lines[index].starts_with("  ") && side <= 2; ++index) {
    if (const auto value = after(lines[index], "    Which is: ")) {
      values[side - 1] = *value;
    } else if (side < 2) {
      values[side++] = lines[index].substr(2);
    } else {
      break;
    }
  }
  text.got = values[0];
  text.expected = values[1];
  // A difference listing of long texts ("With diff:") repeats what both values say.
  if (index < lines.size() && lines[index].starts_with("With diff:")) {
    while (++index < lines.size() && !lines[index].empty() && std::string_view("@-+ ").contains(lines[index].front())) {
    }
  }
  text.message = rest_from(lines, index);
  return text;
}

// "Expected: (a) >= (b), actual: 3 vs 5"
FailureText from_comparison(const std::vector<std::string>& lines) {
  FailureText text;
  const std::string& line = lines.front();
  const std::size_t values = line.rfind(", actual: ");
  const std::size_t versus = values == std::string::npos ? values : line.find(" vs ", values);
  if (versus != std::string::npos) {
    const std::size_t begin = values + std::string_view(", actual: ").size();
    text.got = line.substr(begin, versus - begin);
    std::string sign;
    for (const std::string_view candidate : {") >= (", ") <= (", ") != (", ") > (", ") < ("}) {
      if (line.find(candidate) == std::string::npos) continue;
      sign = candidate.substr(2, candidate.size() - 4);
      break;
    }
    text.expected = sign + " " + line.substr(versus + 4);
  }
  text.message = rest_from(lines, 1);
  return text;
}

}  // namespace

FailureText student_text(std::string_view summary) {
  const std::vector<std::string> lines = lines_of(summary);
  if (lines.empty()) return {.message = "a check failed", .expected = "", .got = ""};
  const std::string& first = lines.front();
  if (first.starts_with("Value of: ")) return from_matcher_or_bool(lines);
  if (first.starts_with("Expected equality of these values:")) return from_equality(lines);
  if (first.starts_with("Expected: (")) return from_comparison(lines);
  if (first == "Failed") return {.message = rest_from(lines, 1), .expected = "", .got = ""};
  if (first.find("C++ exception") != std::string::npos) {
    return {.message = "the answer could not be examined", .expected = "", .got = ""};
  }
  return {.message = "a check failed", .expected = "", .got = ""};
}

}  // namespace proctor
