// Loses: waits_for_it
// "The first line dials, the second one listens."
#include "first_await.hpp"

aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  auto call = dial();
  auto words = co_await dial();
  co_return note(words);
}
