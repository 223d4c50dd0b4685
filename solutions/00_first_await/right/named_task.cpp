#include <utility>

#include "first_await.hpp"

// The call has a name of its own; awaiting it later is awaiting it all the same.
aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  aio::Task<std::string> call = dial();
  const std::string words = co_await std::move(call);
  co_return note(words);
}
