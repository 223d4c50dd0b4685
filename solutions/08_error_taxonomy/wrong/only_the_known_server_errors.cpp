// Loses: recognises_server_errors
// "There are 500, 502, 503 and 504."
#include <utility>

#include "error_taxonomy.hpp"

namespace {

Outcome judge(const aio::Response& response) {
  const std::string status = std::to_string(response.status);
  if (response.status == 429) return {Kind::kRateLimited, response.header("Retry-After").value_or(""), true};
  if (response.status >= 500 && response.status <= 504) return {Kind::kServerError, status, true};
  if (response.status >= 400) return {Kind::kClientError, status, false};

  const std::string type = response.header("Content-Type").value_or("");
  if (!type.starts_with("application/json")) return {Kind::kWrongContentType, type, false};
  return {Kind::kOk, response.json().dump(), false};
}

}  // namespace

aio::Task<Outcome> fetch_and_classify(aio::HttpClient& client, std::string url, aio::Duration limit) {
  try {
    co_return judge(co_await aio::timeout(limit, client.get(std::move(url))));
  } catch (const aio::TimeoutError& error) {
    co_return {Kind::kTimeout, error.what(), true};
  } catch (const aio::ConnectError& error) {
    co_return {Kind::kRefused, error.what(), true};
  } catch (const aio::TransportError& error) {
    co_return {Kind::kBrokenOff, error.what(), true};
  } catch (const aio::JsonError& error) {
    co_return {Kind::kInvalidJson, error.what(), false};
  }
}
