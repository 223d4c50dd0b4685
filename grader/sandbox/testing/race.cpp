// Two threads count without a lock: what ThreadSanitizer says of it names this file, if it can read what it needs.

#include <cstdio>
#include <thread>

namespace {

int count = 0;

void count_on() {
  for (int i = 0; i < 1000; ++i) ++count;
}

}  // namespace

int main() {
  std::thread other(count_on);
  count_on();
  other.join();
  std::printf("%d\n", count);
  return 0;
}
