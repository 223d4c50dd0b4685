// Fails when the compiler destroys temporaries of a co_await expression more often than it made them (g++ 12 does).
// Exit status: 0 when constructions and destructions balance in every form, 1 otherwise.
#include <coroutine>
#include <exception>
#include <expected>
#include <utility>

namespace {

int alive = 0;

struct Counted {
  Counted() { ++alive; }
  Counted(const Counted&) { ++alive; }
  Counted(Counted&&) noexcept { ++alive; }
  Counted& operator=(const Counted&) = default;
  Counted& operator=(Counted&&) = default;
  ~Counted() { --alive; }
};

struct Aggregate {
  int number = 0;
  Counted member;
};

struct Coroutine {
  struct promise_type {
    Coroutine get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

template <class Callable>
std::suspend_never call(Callable callable) {
  callable();
  return {};
}
std::suspend_never take(Aggregate) { return {}; }
std::suspend_never take_one(Counted) { return {}; }
Counted make() { return {}; }

Coroutine lambda_with_capture() {
  Counted value;
  co_await call([value] { (void)value; });
}
Coroutine lambda_with_init_capture() {
  Counted value;
  co_await call([copy = value] { (void)copy; });
}
Coroutine aggregate() { co_await take(Aggregate{1, {}}); }
Coroutine designated() { co_await take({.number = 1, .member = {}}); }
Coroutine conditional(bool flag) { co_await take_one(flag ? make() : make()); }

}  // namespace

int main() {
  const std::expected<int, int> supported = 0;
  lambda_with_capture();
  lambda_with_init_capture();
  aggregate();
  designated();
  conditional(true);
  return alive == 0 && supported.has_value() ? 0 : 1;
}
