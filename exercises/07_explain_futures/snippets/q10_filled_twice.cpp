#include <aio/aio.hpp>
#include <iostream>

aio::Task<> day() {
  aio::Future<int> price;
  price.set_result(40);
  try {
    price.set_result(65);
    std::cout << "again ";
  } catch (const aio::InvalidStateError&) {
    std::cout << "InvalidStateError ";
  }
  const int paid = co_await price;
  std::cout << paid << "\n";
}

int main() { aio::run(day(), {.virtual_time = true}); }
