#include <aio/detail/event_loop.hpp>
#include <aio/detail/origin.hpp>
#include <aio/errors.hpp>
#include <stdexcept>
#include <string_view>

namespace aio::detail {

std::string describe_coroutine(const Origin& origin) {
  if (origin.function == std::string_view("operator()")) return "a coroutine lambda";
  return std::string("coroutine '") + origin.function + "'";
}

void report_never_awaited(const Origin& origin) noexcept {
  report({.kind = Diagnostic::Kind::kNeverAwaited,
          .text = describe_coroutine(origin) + " was never awaited",
          .file = origin.file,
          .line = origin.line});
}

void report_no_co_return(const Origin& origin) {
  const std::string text = describe_coroutine(origin) + " ran off its end without co_return";
  report({.kind = Diagnostic::Kind::kNoCoReturn, .text = text, .file = origin.file, .line = origin.line});
  throw std::logic_error(text);
}

void throw_already_awaited() {
  throw InvalidStateError("this task was awaited or moved away before: a task can be awaited once");
}

}  // namespace aio::detail
