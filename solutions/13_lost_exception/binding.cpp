#include <grader/subject/expose.hpp>
#include <lost_exception.hpp>

void subject::bindings() { expose("send_bulletin", &send_bulletin); }
