#include <aio/aio.hpp>
#include <iostream>
#include <utility>

using namespace std::chrono_literals;

long seconds() { return std::chrono::floor<std::chrono::seconds>(aio::now().time_since_epoch()).count(); }

aio::Task<> repair(aio::Duration duration) { co_await aio::sleep(duration); }

aio::Task<> day() {
  auto brakes = repair(2s);
  auto wheel = aio::create_task(repair(3s));
  co_await aio::sleep(4s);

  co_await std::move(brakes);
  std::cout << seconds() << " ";
  co_await wheel;
  std::cout << seconds() << "\n";
}

int main() { aio::run(day(), {.virtual_time = true}); }
