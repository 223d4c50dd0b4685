#pragma once

#include <aio/aio.hpp>
#include <string>

namespace subject {

/// Describes the exception being handled as {"type", "message"}.
///
/// The kit's errors have their plain name ("TimeoutError"), derived classes that of their nearest base in the kit.
/// Every other type is named with its namespace, the global one as "::Name", so that no home-made type passes for one
/// of the kit's. Requires: called inside a catch block.
aio::Json describe_current_exception();

/// Throws the error that a script names as {"type", "message", "status"}: one of the kit's by its plain name, "CancelledError", or
/// std::runtime_error for any other. A StatusError has the status given, or 503.
[[noreturn]] void throw_error(const aio::Json& error);

}  // namespace subject
