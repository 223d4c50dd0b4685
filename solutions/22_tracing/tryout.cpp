#include <grader/proctor/proctor.hpp>
#include <grader/proctor/tryout.hpp>

using namespace proctor;

TRYOUT {
  std::vector<Json> numbers;
  for (std::uint64_t number = 1; number <= 50; ++number) numbers.emplace_back(number);
  return subject.call("fetch_traced", url(), retries(2) + 1, std::nullopt, values("random", numbers));
}
