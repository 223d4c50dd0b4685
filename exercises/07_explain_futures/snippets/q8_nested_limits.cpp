#include <aio/aio.hpp>
#include <iostream>

using namespace std::chrono_literals;

int attempts = 0;

aio::Task<> call_the_workshop() {
  ++attempts;
  co_await aio::sleep(1h);  // nobody picks up
}

aio::Task<> call_again_and_again() {
  while (true) {
    try {
      co_await aio::timeout(2s, call_the_workshop());
      co_return;
    } catch (const aio::TimeoutError&) {
      // and again
    }
  }
}

aio::Task<> day() {
  try {
    co_await aio::timeout(7s, call_again_and_again());
    std::cout << attempts << " reached\n";
  } catch (const aio::TimeoutError&) {
    std::cout << attempts << " TimeoutError\n";
  } catch (const aio::CancelledError&) {
    std::cout << attempts << " CancelledError\n";
  }
}

int main() { aio::run(day(), {.virtual_time = true}); }
