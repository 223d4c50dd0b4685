#include <aio/aio.hpp>
#include <iostream>

using namespace std::chrono_literals;

aio::Task<int> customer(aio::Future<int> ready) { co_return co_await ready; }

aio::Task<> day() {
  aio::Future<int> ready;
  auto ann = aio::create_task(customer(ready));
  auto ben = aio::create_task(customer(ready));
  auto cem = aio::create_task(customer(ready));
  co_await aio::sleep(1s);
  ben.cancel();
  co_await aio::sleep(1s);
  if (!ready.done()) ready.set_result(7);

  for (const auto& waiting : {ann, ben, cem}) {
    try {
      const int hook = co_await waiting;
      std::cout << hook << " ";
    } catch (const aio::CancelledError&) {
      std::cout << "cancelled ";
    }
  }
  std::cout << "\n";
}

int main() { aio::run(day(), {.virtual_time = true}); }
