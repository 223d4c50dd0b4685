#include <aio/errors.hpp>
#include <aio/http_message.hpp>
#include <algorithm>

namespace aio {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool HeaderNameLess::operator()(std::string_view a, std::string_view b) const {
  return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
}

std::optional<std::string> Response::header(std::string_view name) const {
  const auto found = headers.find(name);
  if (found == headers.end()) return std::nullopt;
  return found->second;
}

Json Response::json() const {
  try {
    return Json::parse(body);
  } catch (const Json::exception& e) {
    throw JsonError(std::string("the body is not JSON: ") + e.what());
  }
}

void Response::raise_for_status() const {
  if (status >= 400)
    throw StatusError(status, "the server answered " + std::to_string(status) + (reason.empty() ? "" : " " + reason));
}

}  // namespace aio
