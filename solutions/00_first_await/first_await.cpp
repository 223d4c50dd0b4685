#include "first_await.hpp"

aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  auto words = co_await dial();
  co_return note(words);
}
