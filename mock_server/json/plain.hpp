#pragma once

#include <nlohmann/json.hpp>

#include "mock_server/json/json_source.hpp"

namespace mock_server::json {

/// Returns: the value without its positions. Of a key given twice, the last one counts.
nlohmann::json plain(const JsonValue& value);

}  // namespace mock_server::json
