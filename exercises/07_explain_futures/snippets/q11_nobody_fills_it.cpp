#include <aio/aio.hpp>
#include <iostream>

using namespace std::chrono_literals;

aio::Task<> customer(aio::Future<void> ready) { co_await ready; }

aio::Task<> day() {
  aio::Future<void> ready;
  try {
    co_await aio::timeout(3s, customer(ready));
  } catch (const aio::TimeoutError&) {
    std::cout << "TimeoutError ";
  }
  co_await ready;
  std::cout << "ready\n";
}

int main() {
  try {
    aio::run(day(), {.virtual_time = true});
  } catch (const aio::DeadlockError&) {
    std::cout << "DeadlockError\n";
  } catch (const aio::CancelledError&) {
    std::cout << "CancelledError\n";
  }
}
