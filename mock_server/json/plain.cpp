#include "mock_server/json/plain.hpp"

namespace mock_server::json {

nlohmann::json plain(const JsonValue& value) {
  switch (value.type) {
    case JsonValue::Type::kNull:
      return nullptr;
    case JsonValue::Type::kBoolean:
      return value.boolean;
    case JsonValue::Type::kInteger:
      return value.integer;
    case JsonValue::Type::kNumber:
      return value.number;
    case JsonValue::Type::kString:
      return value.string;
    case JsonValue::Type::kArray: {
      nlohmann::json list = nlohmann::json::array();
      for (const JsonValue& item : value.items) list.push_back(plain(item));
      return list;
    }
    case JsonValue::Type::kObject:
      break;
  }
  nlohmann::json object = nlohmann::json::object();
  for (const JsonMember& member : value.members) object[member.key] = plain(member.value);
  return object;
}

}  // namespace mock_server::json
