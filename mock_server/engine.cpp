#include "mock_server/engine.hpp"

#include <httplib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>

namespace mock_server {

namespace {

/// Reads from one string and writes to another.
class MemoryStream : public httplib::Stream {
 public:
  explicit MemoryStream(const std::string& input) : input_(input) {}

  bool is_readable() const override { return position_ < input_.size(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, size_t size) override {
    const auto taken = std::min(size, input_.size() - position_);
    std::memcpy(to, input_.data() + position_, taken);
    position_ += taken;
    return static_cast<ssize_t>(taken);
  }
  ssize_t write(const char* from, size_t size) override {
    output.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return 0; }

  std::string output;

 private:
  const std::string& input_;
  std::size_t position_ = 0;
};

/// The headers as the client sent them: process_request() has added four of its own by then.
Headers headers_of(const httplib::Request& request) {
  static constexpr std::array<std::string_view, 4> kAdded = {"REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR", "LOCAL_PORT"};
  const auto as_sent = [](const auto& header) { return std::ranges::find(kAdded, header.first) == kAdded.end(); };
  Headers headers;
  // Not one more than needed: the journal keeps them.
  headers.reserve(static_cast<std::size_t>(std::ranges::count_if(request.headers, as_sent)));
  std::ranges::copy_if(request.headers, std::back_inserter(headers), as_sent);
  return headers;
}

/// Source: RFC 9112, section 3.2.2: a server must accept "GET http://host/path", too.
std::string path_of(std::string path) {
  const auto scheme_end = path.find("://");
  if (path.starts_with('/') || scheme_end == path.npos) return path;
  const auto begin = path.find('/', scheme_end + 3);
  return begin == path.npos ? "/" : path.substr(begin);
}

Request from_httplib(const httplib::Request& from, Headers headers, std::string body) {
  return {.method = from.method,
          .target = from.target,
          .path = path_of(from.path),
          .query = {from.params.begin(), from.params.end()},
          .headers = std::move(headers),
          .body = std::move(body)};
}

/// cpp-httplib would cut the answer to the ranges asked for, with a boundary drawn by chance, and match them with
/// std::regex, whose stack grows with their number: a fault must be the same for every client. So it does not see them.
constexpr const char* kRange = "\r\nRange:";

bool asks_for_ranges(const std::string& head) { return ::strcasestr(head.c_str(), kRange) != nullptr; }

std::string without_ranges(std::string head, Headers& taken) {
  while (const char* found = ::strcasestr(head.c_str(), kRange)) {
    const auto begin = static_cast<std::size_t>(found - head.c_str());
    const auto value = begin + std::strlen(kRange);
    const auto end = head.find("\r\n", value);
    const auto first = head.find_first_not_of(" \t", value);
    taken.emplace_back("Range", first < end ? head.substr(first, end - first) : "");
    head.erase(begin, end - begin);
  }
  return head;
}

/// cpp-httplib compares the value exactly, though it may be written in any case. Returns whether it is "close".
bool normalise_connection(httplib::Headers& headers) {
  bool closes = false;
  for (auto [header, last] = headers.equal_range("Connection"); header != last; ++header) {
    if (::strcasecmp(header->second.c_str(), "close") != 0) continue;
    header->second = "close";
    closes = true;
  }
  return closes;
}

void to_httplib(const Response& from, httplib::Response& to) {
  to.status = from.status;
  for (const auto& [name, value] : from.headers) to.headers.emplace(name, value);
  const bool has_body = from.status >= 200 && from.status != 204 && from.status != 304;
  if (has_body) to.set_content(from.body, find_header(from.headers, "Content-Type").value_or(from.content_type));
}

}  // namespace

class Engine::Impl : public httplib::Server {
 public:
  Impl() {
    // Promised in the Keep-Alive header of each answer; idle connections are in fact kept until the client leaves.
    set_keep_alive_max_count(1'000'000);
    set_keep_alive_timeout(3600);
    // Handled before httplib's own routing, which would read the body again and match every path with a regex.
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      to_httplib((*respond_)(from_httplib(request, std::move(as_sent_), std::move(body_))), response);
      return HandlerResponse::Handled;
    });
  }

  Serialised answer(const std::string& head, std::string body, const std::function<Response(Request)>& respond) {
    respond_ = &respond;
    body_ = std::move(body);
    Headers ranges;
    const std::string changed = asks_for_ranges(head) ? without_ranges(head, ranges) : "";
    MemoryStream stream(ranges.empty() ? head : changed);
    bool close = false;
    bool parsed = false;
    process_request(stream, false, close, [&](httplib::Request& request) {
      parsed = true;
      as_sent_ = headers_of(request);
      as_sent_.insert(as_sent_.end(), ranges.begin(), ranges.end());
      closes_ = normalise_connection(request.headers);
      // A fault must be the same for every client: no compression, and "100 Continue" has been sent by the framing.
      request.headers.erase("Accept-Encoding");
      request.headers.erase("Expect");
    });
    Serialised answer;
    const auto end = stream.output.find("\r\n\r\n");
    if (end == std::string::npos) return refusal(400, "cpp-httplib made no answer");
    answer.head = stream.output.substr(0, end + 4);
    answer.body = stream.output.substr(end + 4);
    answer.keep_alive = parsed && !close && !closes_;
    return answer;
  }

 private:
  const std::function<Response(Request)>* respond_ = nullptr;
  std::string body_;
  Headers as_sent_;
  bool closes_ = false;  // the request asked for it
};

Engine::Engine() : impl_(std::make_unique<Impl>()) {}
Engine::~Engine() = default;

Serialised Engine::answer(const std::string& head, std::string body, const std::function<Response(Request)>& respond) {
  return impl_->answer(head, std::move(body), respond);
}

Serialised Engine::refusal(int status, const std::string& why) {
  const auto body = Json{{"error", why}}.dump(-1, ' ', false, Json::error_handler_t::replace);
  return {.head = "HTTP/1.1 " + std::to_string(status) +
                  " Refused\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                  "\r\nConnection: close\r\n\r\n",
          .body = body};
}

}  // namespace mock_server
