#include <fallback.hpp>
#include <grader/subject/expose.hpp>

void subject::bindings() { expose("fetch_with_fallback", &fetch_with_fallback); }
