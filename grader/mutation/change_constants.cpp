#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <sstream>

#include "grader/mutation/changes.hpp"

namespace grader::mutation {
namespace {

struct Number {
  std::string digits;  ///< without separators, with its 0x
  std::string suffix;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Number split_number(std::string_view text) {
  Number number;
  const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  std::size_t i = hexadecimal ? 2 : 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    const bool sign = (c == '+' || c == '-') && i > 0 && (text[i - 1] == 'e' || text[i - 1] == 'E');
    const bool exponent =
        (c == 'e' || c == 'E') && i + 1 < text.size() && (is_digit(text[i + 1]) || i + 2 < text.size());
    const bool digit = is_digit(c) || c == '\'' || c == '.' || sign || exponent ||
                       (hexadecimal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    if (!digit) break;
  }
  std::ranges::copy_if(text.substr(0, i), std::back_inserter(number.digits), [](char c) { return c != '\''; });
  number.suffix = text.substr(i);
  return number;
}

std::optional<std::int64_t> whole(const std::string& digits) {
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  const bool octal = !hexadecimal && digits.size() > 1 && digits.front() == '0';
  const char* const start = digits.data() + (hexadecimal ? 2 : 0);
  const char* const end = digits.data() + digits.size();
  std::int64_t value = 0;
  const auto [rest, error] = std::from_chars(start, end, value, hexadecimal ? 16 : octal ? 8 : 10);
  if (error != std::errc{} || rest != end || value == INT64_MAX) return std::nullopt;
  return value;
}

std::optional<double> fraction(const std::string& digits) {
  if (digits.starts_with("0x")) return std::nullopt;
  double value = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || rest != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::string spelled(double value) {
  std::ostringstream out;
  out << value;
  const std::string text = out.str();
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

constexpr std::string_view kDurations[] = {"h", "min", "s", "ms", "us", "ns"};
constexpr std::int64_t kSmaller[] = {60, 60, 1000, 1000, 1000, 1};

std::size_t unit_of(const std::string& suffix) {
  return static_cast<std::size_t>(std::ranges::find(kDurations, suffix) - std::begin(kDurations));
}

bool is_plain_suffix(const std::string& suffix) {
  return std::ranges::all_of(suffix,
                             [](char c) { return std::string_view("uUlLzZfF").find(c) != std::string_view::npos; });
}

void change_number(const Number& number, std::size_t token, Changes& changes) {
  std::vector<std::string> others;
  if (const auto value = whole(number.digits)) {
    others.push_back(std::to_string(*value + 1));
    if (*value > 0) others.push_back(std::to_string(*value - 1));
    if (*value > 1) others.emplace_back("0");
  } else if (const auto real = fraction(number.digits)) {
    if (*real == 0) {
      others.emplace_back("1.0");
    } else {
      others = {spelled(*real * 2), spelled(*real / 2), "0.0"};
    }
  }
  for (const std::string& other : others) changes.replace(token, other + number.suffix);
}

void change_duration(const Number& number, std::size_t token, Changes& changes) {
  const auto value = whole(number.digits);
  if (!value) return;
  if (*value == 0) return changes.replace(token, "1" + number.suffix);
  changes.replace(token, std::to_string(*value * 2) + number.suffix);
  const std::size_t unit = unit_of(number.suffix);
  if (*value % 2 == 0) {
    changes.replace(token, std::to_string(*value / 2) + number.suffix);
  } else if (kSmaller[unit] > 1) {
    changes.replace(token, std::to_string(*value * kSmaller[unit] / 2) + std::string(kDurations[unit + 1]));
  }
}

template <class Use>
void for_each_number(const Code& code, Use use) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code.tokens()[i].kind == Token::Kind::kNumber && !code.fixed(i)) use(i, split_number(code.tokens()[i].text));
  }
}

// "abc"sv: the part behind the closing quote.
std::string_view literal_suffix(std::string_view text) { return text.substr(text.find_last_of("\"'") + 1); }

}  // namespace

void number(const Code& code, Changes& changes) {
  for_each_number(code, [&](std::size_t i, const Number& found) {
    if (is_plain_suffix(found.suffix)) change_number(found, i, changes);
  });
}

void duration(const Code& code, Changes& changes) {
  for_each_number(code, [&](std::size_t i, const Number& found) {
    if (unit_of(found.suffix) < std::size(kDurations)) change_duration(found, i, changes);
  });
}

void boolean(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code.fixed(i)) continue;
    if (code.is(i, "true")) changes.replace(i, "false");
    if (code.is(i, "false")) changes.replace(i, "true");
  }
}

void string(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    const Token& token = code.tokens()[i];
    if (code.fixed(i)) continue;
    const std::string suffix(literal_suffix(token.text));
    if (token.kind == Token::Kind::kString) {
      const std::string empty = "\"\"" + suffix;
      changes.replace(i, token.text == empty ? "\"mutant\"" + suffix : empty);
    } else if (token.kind == Token::Kind::kCharacter) {
      changes.replace(i, token.text == "'x'" ? "'y'" : "'x'");
    }
  }
}

}  // namespace grader::mutation
