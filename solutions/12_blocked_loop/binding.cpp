#include <blocked_loop.hpp>
#include <grader/subject/expose.hpp>

void subject::bindings() { expose("fire", &fire); }
