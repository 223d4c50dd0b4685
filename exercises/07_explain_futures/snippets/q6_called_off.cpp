#include <aio/aio.hpp>
#include <iostream>

using namespace std::chrono_literals;

long seconds() { return std::chrono::floor<std::chrono::seconds>(aio::now().time_since_epoch()).count(); }

aio::Task<> repair() { co_await aio::sleep(10s); }

aio::Task<> customer() {
  try {
    co_await aio::timeout(5s, repair());
    std::cout << "repaired " << seconds() << "\n";
  } catch (const aio::TimeoutError&) {
    std::cout << "TimeoutError " << seconds() << "\n";
    throw;
  } catch (const aio::CancelledError&) {
    std::cout << "CancelledError " << seconds() << "\n";
    throw;
  }
}

aio::Task<> day() {
  auto waiting = aio::create_task(customer());
  co_await aio::sleep(3s);
  waiting.cancel();
  try {
    co_await waiting;
  } catch (const aio::CancelledError&) {
    // as it was asked to
  }
}

int main() { aio::run(day(), {.virtual_time = true}); }
