// Loses: times_out, waits_for_the_cleanup
// "It will come back."
#include <memory>
#include <utility>

#include "build_a_timeout.hpp"

aio::Task<aio::Json> with_timeout(aio::Duration, aio::Task<aio::Json> operation) { co_return co_await operation; }
