#pragma once

#include <cstdint>
#include <string>

#include "mock_server/message.hpp"

namespace mock_server {

/// What a route's requests are counted by.
class RequestKey {
 public:
  RequestKey() = default;  ///< the header X-Request-Key, or the path of a request without it
  static RequestKey path() { return RequestKey(Kind::kPath); }
  static RequestKey global() { return RequestKey(Kind::kGlobal); }  ///< all of them together
  /// Each connection by itself. Connections are numbered as they arrive, so seeded decisions depend on that order.
  static RequestKey connection() { return RequestKey(Kind::kConnection); }
  /// By a header's value; a request without the header counts by its path.
  static RequestKey header(std::string name) { return RequestKey(Kind::kHeader, std::move(name)); }

  std::string of(const Request& request, std::uint64_t connection) const {
    switch (kind_) {
      case Kind::kPath:
        return request.path;
      case Kind::kGlobal:
        return "global";
      case Kind::kConnection:
        return "connection " + std::to_string(connection);
      case Kind::kHeader:
        break;
    }
    return find_header(request.headers, header_).value_or(request.path);
  }

 private:
  enum class Kind { kHeader, kPath, kGlobal, kConnection };
  explicit RequestKey(Kind kind, std::string header = "") : kind_(kind), header_(std::move(header)) {}

  Kind kind_ = Kind::kHeader;
  std::string header_ = "X-Request-Key";
};

}  // namespace mock_server
