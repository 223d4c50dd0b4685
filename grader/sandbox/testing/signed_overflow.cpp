// Adds one to the largest int: what UndefinedBehaviorSanitizer says of it names this file, if it can read what it needs.

#include <cstdio>
#include <limits>

int main(int argc, char**) {
  const int largest = std::numeric_limits<int>::max();
  std::printf("%d\n", largest + argc);
  return 0;
}
