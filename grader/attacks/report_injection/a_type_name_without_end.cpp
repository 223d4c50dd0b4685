// Throws an exception of a type whose name takes megabytes to write down.
#include "timeout.hpp"

namespace {

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

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  throw Nest<18>::Type();
  co_return nullptr;
}
