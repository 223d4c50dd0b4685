// Loses: returns_the_answer, waits_for_it
// "create_task runs it, so the result is there."
#include "first_await.hpp"

aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  auto call = aio::create_task(dial());
  co_return note(call.result());
}
