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

}  // namespace subject
