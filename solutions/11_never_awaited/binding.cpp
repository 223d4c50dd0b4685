#include <grader/subject/expose.hpp>
#include <never_awaited.hpp>

template <>
struct subject::Codec<Sale> {
  static Json encode(const Sale& sale) { return {{"receipt", sale.receipt}, {"told", sale.told}}; }
};

void subject::bindings() { expose("close_lot", &close_lot); }
