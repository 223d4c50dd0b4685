#pragma once
#include <nlohmann/json.hpp>

namespace aio {

/// JSON is nlohmann's; an error while reading it comes as `JsonError` from the kit's own functions.
using Json = nlohmann::json;

}  // namespace aio
