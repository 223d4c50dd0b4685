#include "first_await.hpp"

aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  // TODO(1), TODO(2): one word is missing on the next line.
  auto words = dial();
  co_return note(words);
}
