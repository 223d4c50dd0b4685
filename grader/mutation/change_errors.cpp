#include <span>

#include "grader/mutation/changes.hpp"

namespace grader::mutation {
namespace {

// An error and what it may be mistaken for: its base first, then a sibling.
constexpr Pair kErrors[] = {
    {"TimeoutError", "Error"},
    {"TimeoutError", "CancelledError"},
    {"CancelledError", "Error"},
    {"CancelledError", "TimeoutError"},
    {"ConnectError", "Error"},
    {"ConnectError", "TransportError"},
    {"TransportError", "Error"},
    {"TransportError", "ConnectError"},
    {"StatusError", "Error"},
    {"JsonError", "Error"},
    {"UrlError", "Error"},
    {"InvalidStateError", "Error"},
    {"Error", "TimeoutError"},
    {"exception", "runtime_error"},
    {"runtime_error", "logic_error"},
    {"logic_error", "runtime_error"},
    {"invalid_argument", "runtime_error"},
};

void change_type(const Code& code, Span span, Changes& changes) {
  for (std::size_t i = span.first; i <= span.last; ++i) {
    for (const Pair& pair : kErrors) {
      if (code.is(i, pair.word)) changes.replace(i, std::string(pair.becomes));
    }
  }
}

template <class Use>
void for_each_handler(const Code& code, Use use) {
  for (const Statement& statement : code.statements()) {
    for (const Handler& handler : statement.handlers) use(statement, handler);
  }
}

}  // namespace

void drop_catch(const Code& code, Changes& changes) {
  for_each_handler(code, [&](const Statement& statement, const Handler& handler) {
    const Span clause{handler.keyword, code.statements()[handler.body].tokens.last};
    std::string description = "without catch " + brief(code.text_of(handler.parameter));
    if (statement.handlers.size() > 1) return changes.remove(clause, std::move(description));
    changes.add(std::move(description),
                {changes.removed({statement.tokens.first, statement.tokens.first}), changes.removed(clause)});
  });
}

void empty_handler(const Code& code, Changes& changes) {
  for_each_handler(code, [&](const Statement&, const Handler& handler) {
    const Statement& body = code.statements()[handler.body];
    if (!body.children.empty()) changes.replace(body.tokens, "{}", "the handler is empty");
  });
}

void widen_catch(const Code& code, Changes& changes) {
  for_each_handler(code, [&](const Statement&, const Handler& handler) {
    const Span inner{handler.parameter.first + 1, handler.parameter.last - 1};
    if (!code.is(inner.first, "...")) changes.replace(inner, "...");
  });
}

void narrow_catch(const Code& code, Changes& changes) {
  for_each_handler(code, [&](const Statement&, const Handler& handler) {
    const std::size_t inner = handler.parameter.first + 1;
    if (code.is(inner, "...")) changes.replace(inner, "const std::exception&");
  });
}

void catch_type(const Code& code, Changes& changes) {
  for_each_handler(code,
                   [&](const Statement&, const Handler& handler) { change_type(code, handler.parameter, changes); });
}

void throw_type(const Code& code, Changes& changes) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (!code.is(i, "throw")) continue;
    // The type is what stands before the arguments.
    std::size_t end = i + 1;
    while (code.is_word(end) || code.is(end, "::")) ++end;
    if (end > i + 1 && code.opens(end)) change_type(code, {i + 1, end - 1}, changes);
  }
}

}  // namespace grader::mutation
