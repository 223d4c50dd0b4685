#include <aio/aio.hpp>
#include <functional>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

std::string by_hand;

// Every future that is made by hand in this program is made here, and leaves its letter.
template <class T>
aio::Future<T> make_future(char situation) {
  by_hand += situation;
  return aio::Future<T>();
}

int weigh() { return 12; }  // blocks its thread until the scales have settled
aio::Task<int> repair() { co_return 42; }

// A driver that knows nothing of tasks: it calls whoever is registered when somebody rings.
struct Doorbell {
  std::function<void(int door)> on_ring;
};

aio::Task<> a() { co_await aio::in_executor(weigh); }

aio::Task<> b() { co_await aio::gather(repair(), repair()); }

aio::Task<> c(Doorbell& bell) {
  auto ring = make_future<int>('c');
  bell.on_ring = [ring](int door) mutable { ring.set_result(door); };
  co_await ring;
}

aio::Task<> d() { co_await aio::timeout(1h, repair()); }

aio::Task<> day() {
  co_await a();
  co_await b();
  Doorbell bell;
  auto visitor = aio::create_task(c(bell));
  co_await aio::sleep(1s);
  bell.on_ring(2);
  co_await visitor;
  co_await d();
  std::cout << by_hand << "\n";
}

int main() { aio::run(day(), {.virtual_time = true}); }
