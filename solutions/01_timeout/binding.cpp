#include <grader/subject/expose.hpp>
#include <timeout.hpp>

void subject::bindings() { expose("fetch_with_timeout", &fetch_with_timeout); }
