#include <aio/aio.hpp>
#include <iostream>

using namespace std::chrono_literals;

long seconds() { return std::chrono::floor<std::chrono::seconds>(aio::now().time_since_epoch()).count(); }

aio::Task<> repair() { co_await aio::sleep(5s); }

aio::Task<> day() {
  try {
    co_await aio::timeout(2s, repair());
    std::cout << "repaired ";
  } catch (const aio::TimeoutError&) {
    std::cout << "TimeoutError ";
  } catch (const aio::CancelledError&) {
    std::cout << "CancelledError ";
  }
  std::cout << seconds() << "\n";
}

int main() { aio::run(day(), {.virtual_time = true}); }
