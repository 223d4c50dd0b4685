#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <map>
#include <string>

namespace subject {

using Json = aio::Json;

/// A student's function as the subject calls it: arguments as a JSON array, the result as JSON.
using Exposed = std::function<aio::Task<Json>(Json args)>;

/// Everything that `expose` has registered.
std::map<std::string, Exposed, std::less<>>& registry();

/// The HTTP client that exposed functions are given.
aio::HttpClient& client();

/// Runs an operation that lives in the proctor, to its end, as the test has scripted it.
///
/// When the awaiting task is cancelled, the proctor is told, and the await goes on until the operation's cleanup is
/// over. Errors: what the script throws; CancelledError after a cleanup.
aio::Task<Json> ask(std::size_t operation, Json args);

/// Runs an operation that blocks: the calling thread waits until the test's clock says that it is over.
///
/// Errors:  what the script throws.
/// Threads: any; on the loop's own thread it holds up every task.
Json ask_and_block(std::size_t operation, Json args);

/// Tells the proctor of one call of a listener or a source of values, and goes on. Safe from any thread.
void tell(std::size_t operation, Json args);

}  // namespace subject
