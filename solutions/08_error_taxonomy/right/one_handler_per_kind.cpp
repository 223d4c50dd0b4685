#include <optional>
#include <utility>

#include "error_taxonomy.hpp"

namespace {

bool retryable(Kind kind) {
  switch (kind) {
    case Kind::kTimeout:
    case Kind::kRefused:
    case Kind::kBrokenOff:
    case Kind::kRateLimited:
    case Kind::kServerError:
      return true;
    case Kind::kOk:
    case Kind::kClientError:
    case Kind::kWrongContentType:
    case Kind::kInvalidJson:
      return false;
  }
  return false;
}

Outcome outcome(Kind kind, std::string detail) { return {kind, std::move(detail), retryable(kind)}; }

std::string header_or_nothing(const aio::Response& response, const std::string& name) {
  const std::optional<std::string> value = response.header(name);
  return value ? *value : std::string();
}

}  // namespace

// The status arrives as an exception like everything else, and the body is kept as it came.
aio::Task<Outcome> fetch_and_classify(aio::HttpClient& client, std::string url, aio::Duration limit) {
  aio::Response response;
  try {
    response = co_await aio::timeout(limit, client.get(url));
    response.raise_for_status();
    const std::string type = header_or_nothing(response, "content-type");
    if (type.rfind("application/json", 0) != 0) co_return outcome(Kind::kWrongContentType, type);
    [[maybe_unused]] const aio::Json parsed = response.json();
    co_return outcome(Kind::kOk, response.body);
  } catch (const aio::StatusError& error) {
    if (error.status() == 429) co_return outcome(Kind::kRateLimited, header_or_nothing(response, "retry-after"));
    co_return outcome(error.status() < 500 ? Kind::kClientError : Kind::kServerError, std::to_string(error.status()));
  } catch (const aio::TimeoutError& error) {
    co_return outcome(Kind::kTimeout, error.what());
  } catch (const aio::ConnectError& error) {
    co_return outcome(Kind::kRefused, error.what());
  } catch (const aio::TransportError& error) {
    co_return outcome(Kind::kBrokenOff, error.what());
  } catch (const aio::JsonError& error) {
    co_return outcome(Kind::kInvalidJson, error.what());
  }
}
