#include <aio/aio.hpp>
#include <iostream>

using namespace std::chrono_literals;

aio::Task<> repair() {
  try {
    co_await aio::sleep(5s);
  } catch (const aio::TimeoutError&) {
    std::cout << "TimeoutError ";
    throw;
  } catch (const aio::CancelledError&) {
    std::cout << "CancelledError ";
    throw;
  }
}

aio::Task<> day() {
  try {
    co_await aio::timeout(2s, repair());
  } catch (const aio::TimeoutError&) {
    std::cout << "TimeoutError\n";
  } catch (const aio::CancelledError&) {
    std::cout << "CancelledError\n";
  }
}

int main() { aio::run(day(), {.virtual_time = true}); }
