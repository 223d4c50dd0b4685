// Loses: waits_for_it
// "First start it, then ask for the result."
#include "first_await.hpp"

aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  static_cast<void>(co_await dial());
  co_return note(co_await dial());
}
