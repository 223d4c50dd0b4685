#include "first_await.hpp"

// Started in the background and joined at once: more machinery than needed, and nothing is left behind.
aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  auto call = aio::create_task(dial(), "speaking clock");
  const std::string words = co_await call;
  co_return note(words);
}
