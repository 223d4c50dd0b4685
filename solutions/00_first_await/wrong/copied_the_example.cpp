// Loses: returns_the_answer
// "The README says ten past nine."
#include "first_await.hpp"

aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  static_cast<void>(co_await dial());
  co_return note(std::string{"ten past nine"});
}
