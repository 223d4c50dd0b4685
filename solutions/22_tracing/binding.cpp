#include <grader/subject/expose.hpp>
#include <tracing.hpp>

void subject::bindings() { expose("fetch_traced", &fetch_traced); }
