#pragma once
#include <source_location>
#include <string>

namespace aio::detail {

/// Where something was made, for diagnostics: a coroutine, a task, a future.
struct Origin {
  const char* function = "";
  const char* file = "";
  unsigned line = 0;

  static Origin of(const std::source_location& place) {
    return {place.function_name(), place.file_name(), place.line()};
  }
};

/// Returns `coroutine 'f'`, or `a coroutine lambda`, as a lambda has no name of its own.
std::string describe_coroutine(const Origin& origin);

void report_never_awaited(const Origin& origin) noexcept;
[[noreturn]] void report_no_co_return(const Origin& origin);
[[noreturn]] void throw_already_awaited();

}  // namespace aio::detail
