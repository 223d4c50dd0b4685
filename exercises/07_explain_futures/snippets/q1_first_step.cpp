#include <aio/aio.hpp>
#include <iostream>

aio::Task<int> repair() {
  std::cout << "repair ";
  co_return 42;
}

aio::Task<> day() {
  auto ticket = aio::create_task(repair());
  std::cout << "ticket ";
  const int price = co_await ticket;
  std::cout << price << "\n";
}

int main() { aio::run(day(), {.virtual_time = true}); }
