#include <grader/subject/expose.hpp>

// Last, as it renames a word that the headers above use.
// clang-format off
#include <build_a_timeout.hpp>
// clang-format on

void subject::bindings() { expose("with_timeout", &with_timeout); }
