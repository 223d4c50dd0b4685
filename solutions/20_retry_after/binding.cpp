#include <grader/subject/expose.hpp>
#include <retry_after.hpp>

void subject::bindings() { expose("fetch_when_ready", &fetch_when_ready); }
