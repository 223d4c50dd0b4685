// Instantiates a template twice for each of its instances, so that the compiler needs all time and memory there is.
#include "timeout.hpp"

namespace {

template <int Depth, long Path>
struct Tree {
  using Left = Tree<Depth - 1, 2 * Path>::Leaf;
  using Right = Tree<Depth - 1, 2 * Path + 1>::Leaf;
  using Leaf = int;
};

template <long Path>
struct Tree<0, Path> {
  using Leaf = int;
};

[[maybe_unused]] Tree<40, 1>::Leaf leaf = 0;

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
