#include <exception>
#include <utility>
#include <variant>

#include "error_taxonomy.hpp"

namespace {

Outcome classify(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const aio::TimeoutError& error) {
    return {Kind::kTimeout, error.what(), true};
  } catch (const aio::ConnectError& error) {
    return {Kind::kRefused, error.what(), true};
  } catch (const aio::TransportError& error) {
    return {Kind::kBrokenOff, error.what(), true};
  }  // and out with all that is left
}

Outcome classify(const aio::Response& response) {
  const int status = response.status;
  if (status >= 400) {
    if (status == 429) return {Kind::kRateLimited, response.header("Retry-After").value_or(std::string()), true};
    return {status / 100 == 4 ? Kind::kClientError : Kind::kServerError, std::to_string(status), status / 100 != 4};
  }
  const auto type = response.header("Content-Type");
  if (!type || !type->starts_with("application/json")) return {Kind::kWrongContentType, type.value_or(""), false};
  try {
    return {Kind::kOk, response.json().dump(2), false};
  } catch (const aio::JsonError& error) {
    return {Kind::kInvalidJson, error.what(), false};
  }
}

aio::Task<std::variant<aio::Response, std::exception_ptr>> attempt(aio::Task<aio::Response> request) {
  try {
    co_return co_await request;
  } catch (...) {
    co_return std::current_exception();
  }
}

}  // namespace

// Fetching and judging are two things: first whatever came is written down, then it is sorted.
aio::Task<Outcome> fetch_and_classify(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const auto what_came = co_await attempt(aio::timeout(limit, client.get(std::move(url))));
  co_return std::visit([](const auto& it) { return classify(it); }, what_came);
}
