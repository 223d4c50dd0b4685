// Loses: returns_the_answer, waits_for_it
// "I called it, so I have its result."
#include "first_await.hpp"

aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  auto words = dial();
  co_return note(words);
}
