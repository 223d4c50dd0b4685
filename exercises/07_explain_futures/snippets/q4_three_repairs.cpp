#include <aio/aio.hpp>
#include <iostream>

using namespace std::chrono_literals;

long seconds() { return std::chrono::floor<std::chrono::seconds>(aio::now().time_since_epoch()).count(); }

aio::Task<> repair(aio::Duration duration) { co_await aio::sleep(duration); }

aio::Task<> day() {
  auto frame = aio::create_task(repair(3s));
  auto wheel = aio::create_task(repair(1s));
  auto brakes = aio::create_task(repair(5s));

  co_await frame;
  std::cout << seconds() << " ";
  co_await wheel;
  std::cout << seconds() << " ";
  co_await brakes;
  std::cout << seconds() << "\n";
}

int main() { aio::run(day(), {.virtual_time = true}); }
