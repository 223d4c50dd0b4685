// Loses: waits_for_it
// "Waiting means looking again and again until it is done."
#include "first_await.hpp"

aio::Task<std::string> hear(std::function<aio::Task<std::string>()> dial) {
  auto call = aio::create_task(dial());
  while (!call.done()) co_await aio::sleep(std::chrono::seconds{1});
  co_return note(call.result());
}
