#pragma once

// Precompiled for every student's file: the kit, and the parts of the standard library that an exercise may want. It
// only saves time: each exercise's header includes what it needs.

#include <aio/aio.hpp>
#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grader/subject/instances.hpp"
