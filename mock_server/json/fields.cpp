#include "mock_server/json/fields.hpp"

#include <algorithm>
#include <set>

#include "mock_server/json/wording.hpp"

namespace mock_server::json {
namespace {

bool is_joined_words(std::string_view text, char joint) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (text.empty() || !(text[0] >= 'a' && text[0] <= 'z') || !is_plain(text.back())) return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!is_plain(text[i]) && !(text[i] == joint && text[i - 1] != joint)) return false;
  }
  return true;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

Words texts_of(const std::vector<Placed>& words) {
  Words texts;
  for (const Placed& word : words) texts.push_back(word.text);
  return texts;
}

Fields::Fields(const JsonValue& value, std::string what, Words keys, Findings& findings)
    : value_(value), what_(std::move(what)), findings_(findings) {
  if (value.type != JsonValue::Type::kObject) {
    findings.add(value.offset, what_ + " must be an object, not " + std::string(name_of(value.type)));
    return;
  }
  std::set<std::string> seen;
  for (const JsonMember& member : value.members) {
    if (!contains(keys, member.key)) {
      findings.add(member.offset, wording::unknown_key(member.key, keys));
    } else if (!seen.insert(member.key).second) {
      findings.add(member.offset, wording::duplicate_key(member.key));
    }
  }
}

const JsonMember* Fields::find(std::string_view key) const {
  const auto found = std::ranges::find(value_.members, key, &JsonMember::key);
  return found == value_.members.end() ? nullptr : &*found;
}

const JsonValue* Fields::typed(std::string_view key, JsonValue::Type type, bool required) {
  const JsonMember* member = find(key);
  if (member == nullptr) {
    // A value that is no object at all has been reported as such.
    if (required && value_.type == JsonValue::Type::kObject)
      findings_.add(value_.offset, wording::missing_key(what_, key));
    return nullptr;
  }
  const JsonValue::Type found = member->value.type;
  const bool fits = found == type || (type == JsonValue::Type::kNumber && found == JsonValue::Type::kInteger);
  if (fits) return &member->value;
  findings_.add(member->value.offset, wording::wrong_type(key, name_of(type), name_of(found)));
  return nullptr;
}

Placed Fields::text(std::string_view key, const std::string& otherwise) {
  const bool required = otherwise == kRequired;
  const JsonValue* value = typed(key, JsonValue::Type::kString, required);
  if (value == nullptr) return {required ? "" : otherwise, value_.offset};
  if (is_blank(value->string)) findings_.add(value->offset, wording::empty(key));
  return {value->string, value->offset};
}

Placed Fields::one_of(std::string_view key, const Words& allowed, const std::string& otherwise) {
  Placed word = text(key, otherwise);
  const bool from_file = find(key) != nullptr && !is_blank(word.text);
  if (from_file && !contains(allowed, word.text)) {
    findings_.add(word.offset, wording::not_one_of(key, word.text, allowed));
  }
  return word;
}

Placed Fields::matching(std::string_view key, bool (*accepts)(std::string_view), std::string_view rule) {
  Placed word = text(key);
  if (!is_blank(word.text) && !accepts(word.text)) findings_.add(word.offset, wording::malformed(key, word.text, rule));
  return word;
}

std::int64_t Fields::whole(std::string_view key, std::int64_t least, std::int64_t most,
                           std::optional<std::int64_t> otherwise) {
  const JsonValue* value = typed(key, JsonValue::Type::kInteger, !otherwise);
  if (value == nullptr) return otherwise.value_or(least);
  if (value->integer >= least && value->integer <= most) return value->integer;
  findings_.add(value->offset, wording::out_of_range(key, "a whole number from " + std::to_string(least) + " to " +
                                                              std::to_string(most)));
  return otherwise.value_or(least);
}

double Fields::share(std::string_view key, double otherwise) {
  const JsonValue* value = typed(key, JsonValue::Type::kNumber, false);
  if (value == nullptr) return otherwise;
  if (value->number >= 0 && value->number <= 1) return value->number;
  findings_.add(value->offset, wording::out_of_range(key, "a share from 0 to 1"));
  return otherwise;
}

double Fields::number(std::string_view key, double least, double most, std::string_view range) {
  const JsonValue* value = typed(key, JsonValue::Type::kNumber, true);
  if (value == nullptr) return least;
  if (value->number >= least && value->number <= most) return value->number;
  findings_.add(value->offset, wording::out_of_range(key, range));
  return least;
}

bool Fields::flag(std::string_view key, bool otherwise) {
  const JsonValue* value = typed(key, JsonValue::Type::kBoolean, false);
  return value == nullptr ? otherwise : value->boolean;
}

std::vector<const JsonValue*> Fields::list(std::string_view key, bool required) {
  std::vector<const JsonValue*> items;
  const JsonValue* value = typed(key, JsonValue::Type::kArray, required);
  if (value == nullptr) return items;
  if (required && value->items.empty()) findings_.add(value->offset, wording::empty(key));
  for (const JsonValue& item : value->items) items.push_back(&item);
  return items;
}

std::vector<Placed> Fields::texts(std::string_view key, bool required, bool may_be_empty) {
  std::vector<Placed> words;
  const JsonValue* value = typed(key, JsonValue::Type::kArray, required);
  if (value == nullptr) return words;
  if (!may_be_empty && value->items.empty()) findings_.add(value->offset, wording::empty(key));
  const std::string each = "each of \"" + std::string(key) + '"';
  for (const JsonValue& item : value->items) {
    if (item.type != JsonValue::Type::kString) {
      findings_.add(item.offset, each + " must be a string, not " + std::string(name_of(item.type)));
    } else if (is_blank(item.string)) {
      findings_.add(item.offset, each + " must be a string that is not empty");
    } else {
      words.push_back({item.string, item.offset});
    }
  }
  return words;
}

const JsonValue* Fields::object(std::string_view key, bool required) {
  return typed(key, JsonValue::Type::kObject, required);
}

bool is_snake_case(std::string_view text) { return is_joined_words(text, '_'); }
bool is_kebab_case(std::string_view text) { return is_joined_words(text, '-'); }

void refuse_duplicates(const std::vector<Placed>& ids, std::string_view kind, Findings& findings) {
  std::set<std::string> seen;
  for (const Placed& id : ids) {
    if (!id.text.empty() && !seen.insert(id.text).second) findings.add(id.offset, wording::duplicate_id(kind, id.text));
  }
}

void refuse_unknown(const Placed& id, std::string_view kind, const Words& known, Findings& findings) {
  if (!id.text.empty() && !contains(known, id.text)) {
    findings.add(id.offset, wording::unknown_reference(kind, id.text, known));
  }
}

}  // namespace mock_server::json
