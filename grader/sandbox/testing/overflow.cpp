// Reads beyond the end of a vector: what AddressSanitizer says of it names this file, if it can read what it needs.

#include <cstdio>
#include <vector>

namespace {

int beyond(const std::vector<int>& numbers) { return numbers.data()[numbers.size()]; }

}  // namespace

int main(int argc, char**) {
  const std::vector<int> numbers(static_cast<std::size_t>(argc), argc);
  std::printf("%d\n", beyond(numbers));
  return 0;
}
