#include <aio/aio.hpp>
#include <exception>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

aio::Task<> repair() {
  std::exception_ptr called_off;
  try {
    co_await aio::sleep(10s);
  } catch (const aio::CancelledError&) {
    called_off = std::current_exception();
  }
  if (called_off) {
    co_await aio::sleep(2s);  // puts the wheel back on
    std::rethrow_exception(called_off);
  }
}

std::string state(const aio::AnyTask& ticket) {
  if (!ticket.done()) return "pending";
  return ticket.cancelled() ? "cancelled" : "finished";
}

aio::Task<> day() {
  auto ticket = aio::create_task(repair());
  co_await aio::sleep(1s);

  ticket.cancel();
  std::cout << state(ticket) << " ";
  co_await aio::sleep(1s);
  std::cout << state(ticket) << " ";
  co_await aio::sleep(5s);
  std::cout << state(ticket) << "\n";
}

int main() { aio::run(day(), {.virtual_time = true}); }
