#include "grader/mutation/code.hpp"

#include <algorithm>

#include "grader/mutation/readers.hpp"

namespace grader::mutation {

Code::Code(std::string_view text) : text_(text), tokens_(tokenize(text)) {
  std::erase_if(tokens_, [](const Token& token) { return token.kind == Token::Kind::kComment; });
  partners_.assign(tokens_.size(), kNone);
  braces_.assign(tokens_.size(), Brace::kNoBrace);
  fixed_.assign(tokens_.size(), false);
  find_partners();
  find_fixed();
  BraceReader(*this).read();
  StatementReader(*this).read();
  FunctionReader(*this).read();
}

void Code::find_partners() {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (is(i, "(") || is(i, "[") || is(i, "{")) open.push_back(i);
    if (open.empty() || !(is(i, ")") || is(i, "]") || is(i, "}"))) continue;
    partners_[i] = open.back();
    partners_[open.back()] = i;
    open.pop_back();
  }
}

void Code::find_fixed() {
  const auto fix = [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i <= last && i < tokens_.size(); ++i) fixed_[i] = true;
  };
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    if (tokens_[i].kind == Token::Kind::kDirective) fix(i, i);
    if (is(i, "using") || is(i, "static_assert") || is(i, "typedef")) {
      std::size_t end = i;
      while (end < tokens_.size() && !is(end, ";")) ++end;
      fix(i, end);
    }
    if (is(i, "template") && is(i + 1, "<")) {
      std::size_t end = i + 1;
      for (int depth = 0; end < tokens_.size(); ++end) {
        depth += is(end, "<") ? 1 : is(end, ">") ? -1 : 0;
        if (depth == 0) break;
      }
      fix(i, end);
    }
    if (is(i, "[") && is(i + 1, "[") && opens(i)) fix(i, partner(i));
    if (is(i, "extern") || is(i, "operator")) fix(i, i + 1);
  }
}

bool Code::binary_operator(std::size_t i) const {
  if (i == 0 || i + 1 >= tokens_.size() || tokens_[i].kind != Token::Kind::kPunctuator || fixed_[i]) return false;
  return tokens_[i].offset > tokens_[i - 1].end() && tokens_[i + 1].offset > tokens_[i].end();
}

const Function* Code::function_around(std::size_t i) const {
  const Function* innermost = nullptr;
  for (const Function& function : functions_) {
    const bool holds = function.body.first < i && i < function.body.last;
    if (holds && (innermost == nullptr || function.body.first > innermost->body.first)) innermost = &function;
  }
  return innermost;
}

std::string_view Code::text_of(Span span) const {
  if (span.first >= size() || span.last >= size() || span.last < span.first) return {};
  const std::size_t start = tokens_[span.first].offset;
  return text_.substr(start, tokens_[span.last].end() - start);
}

std::vector<Span> Code::list_between(std::size_t open, std::size_t close) const {
  std::vector<Span> items;
  std::size_t start = open + 1;
  int angles = 0;
  for (std::size_t i = open + 1; i < close; ++i) {
    if (opens(i)) {
      i = partner(i);
    } else if (is(i, "<") && !binary_operator(i)) {
      ++angles;
    } else if (is(i, ">") && !binary_operator(i) && angles > 0) {
      --angles;
    } else if (is(i, ",") && angles == 0) {
      if (i > start) items.push_back({start, i - 1});
      start = i + 1;
    }
  }
  if (close > start) items.push_back({start, close - 1});
  return items;
}

std::size_t Code::find_at_top(Span span, std::string_view what) const {
  for (std::size_t i = span.first; i <= span.last && i < size(); ++i) {
    if (is(i, what)) return i;
    if (opens(i)) i = partner(i);
  }
  return kNone;
}

}  // namespace grader::mutation
