// Leaves a function undefined whose name takes fifty megabytes to write down, so that the linker chokes on its error.
#include "timeout.hpp"

template <class First, class Second>
struct Pair {};

template <int Depth>
struct Nest {
  using Type = Pair<typename Nest<Depth - 1>::Type, typename Nest<Depth - 1>::Type>;
};

template <>
struct Nest<0> {
  using Type = int;
};

void nobody(Nest<22>::Type* names);

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  nobody(nullptr);
  co_return nullptr;
}
