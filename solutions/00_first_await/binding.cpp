#include <first_await.hpp>
#include <grader/subject/expose.hpp>

void subject::bindings() { expose("hear", &hear); }
