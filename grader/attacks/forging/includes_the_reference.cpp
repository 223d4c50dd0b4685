// Includes the reference solution by its full path.
#include "@SOLUTIONS@/01_timeout/timeout.cpp"
#include "timeout.hpp"
