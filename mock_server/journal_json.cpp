#include "mock_server/journal_json.hpp"

#include <charconv>
#include <cmath>
#include <istream>
#include <limits>
#include <map>
#include <ostream>
#include <set>
#include <stdexcept>

namespace mock_server {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;
using TimePoint = Exchange::TimePoint;

double milliseconds(TimePoint time) { return std::chrono::duration<double, std::milli>(time).count(); }

void put_time(Json& json, const char* name, const std::optional<TimePoint>& time) {
  if (time) json[name] = milliseconds(*time);
}

Json object_of(const Pairs& pairs) {
  Json object = Json::object();
  for (const auto& [name, value] : pairs) {
    if (!object.contains(name)) {
      object[name] = value;
      continue;
    }
    Json& before = object[name];
    if (!before.is_array()) before = Json::array({before});
    before.push_back(value);
  }
  return object;
}

Json waits_of(const Exchange& exchange) {
  Json waits = Json::array();
  for (const auto& waiting : exchange.waits) {
    Json json = {{"since_ms", milliseconds(waiting.since)}};
    put_time(json, "until_ms", waiting.until);
    put_time(json, "wakes_at_ms", waiting.wakes_at);
    waits.push_back(std::move(json));
  }
  return waits;
}

std::string hexadecimal(std::uint64_t number) {
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number >>= 4U)
    *digit = "0123456789abcdef"[number & 15U];
  return text;
}

/// Takes the keys of an object one by one, so that what is left over was unknown.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {
    if (!json.is_object()) fail("expected an object");
  }

  template <class Number>
  Number whole(const char* key) {
    const Json& value = take(key);
    const bool is_whole = value.is_number_unsigned() || (value.is_number_integer() && value.get<std::int64_t>() >= 0);
    if (!is_whole || value.get<std::uint64_t>() > std::numeric_limits<Number>::max()) {
      fail(quoted(key) + " is no whole number in its range");
    }
    return value.get<Number>();
  }

  std::string text(const char* key) {
    const Json& value = take(key);
    if (!value.is_string()) fail(quoted(key) + " is no string");
    return value.get<std::string>();
  }

  std::optional<TimePoint> time(const char* key, bool required = false) {
    if (!required && !json_.contains(key)) return std::nullopt;
    const Json& value = take(key);
    const double number = value.is_number() ? value.get<double>() : -1;
    if (number < 0 || number > 1e12) fail(quoted(key) + " is no time in milliseconds");
    return TimePoint(std::llround(number * 1e6));
  }

  Pairs pairs(const char* key) {
    const Json& object = take(key);
    if (!object.is_object()) fail(quoted(key) + " is no object");
    Pairs found;
    for (const auto& [name, value] : object.items()) {
      for (const Json& one : value.is_array() ? value : Json::array({value})) {
        if (!one.is_string()) fail(quoted(key) + " has a value that is no string: " + quoted(name));
        found.emplace_back(name, one.get<std::string>());
      }
    }
    return found;
  }

  bool flag(const char* key) {
    if (!json_.contains(key)) return false;
    const Json& value = take(key);
    if (!value.is_boolean()) fail(quoted(key) + " is neither true nor false");
    return value.get<bool>();
  }

  bool has(const char* key) const { return json_.contains(key); }

  const Json& take(const char* key) {
    const auto found = json_.find(key);
    if (found == json_.end()) fail("the key " + quoted(key) + " is missing");
    taken_.insert(key);
    return *found;
  }

  /// Requires: every key that may be there has been asked for.
  void expect_nothing_else() const {
    for (const auto& [key, value] : json_.items()) {
      if (!taken_.contains(key)) fail("unknown key " + quoted(key));
    }
  }

  [[noreturn]] static void fail(const std::string& what) { throw std::runtime_error(what); }
  static std::string quoted(const std::string& text) { return '"' + text + '"'; }

 private:
  const Json& json_;
  std::set<std::string, std::less<>> taken_;
};

Request read_request(Reader& from) {
  Request request;
  request.method = from.text("method");
  request.target = from.text("target");
  request.path = from.text("path");
  request.query = from.pairs("query");
  request.headers = from.pairs("headers");
  request.body = from.text("body");
  from.whole<std::uint64_t>("body_bytes");
  from.flag("body_cut");
  return request;
}

std::uint64_t read_hash(Reader& from) {
  const auto text = from.text("body_hash");
  std::uint64_t hash = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), hash, 16);
  if (text.size() != 16 || error != std::errc{} || end != text.data() + text.size()) {
    Reader::fail("\"body_hash\" is not 16 hexadecimal digits");
  }
  return hash;
}

void read_times(Reader& from, Exchange& to) {
  to.accepted = *from.time("accepted_ms", true);
  to.first_byte = *from.time("first_byte_ms", true);
  to.head_known = from.time("head_known_ms");
  to.request_complete = from.time("request_complete_ms");
  to.first_response_byte = from.time("first_response_byte_ms");
  to.last_response_byte = from.time("last_response_byte_ms");
  to.ended = from.time("ended_ms");
  const auto end = end_named(from.text("end"));
  if (!end) Reader::fail("\"end\" is none of the ways an exchange ends");
  to.end = *end;
  if (to.is_open() == to.ended.has_value()) Reader::fail("\"end\" and \"ended_ms\" contradict each other");
  const Json& waits = from.take("waits");
  if (!waits.is_array()) Reader::fail("\"waits\" is no list");
  for (const Json& json : waits) {
    Reader waiting(json);
    to.waits.push_back({.since = *waiting.time("since_ms", true),
                        .until = waiting.time("until_ms"),
                        .wakes_at = waiting.time("wakes_at_ms")});
    waiting.expect_nothing_else();
  }
}

Exchange read_exchange(const Json& json) {
  Reader from(json);
  Exchange to;
  if (from.has("change")) {
    if (!change_named(from.text("change"))) Reader::fail("\"change\" is none of the changes of an exchange");
    from.time("at_ms", true);
  }
  to.sequence = from.whole<std::uint64_t>("sequence");
  to.connection = from.whole<std::uint64_t>("connection");
  to.index_on_connection = from.whole<std::uint64_t>("index_on_connection");
  to.peer_port = from.whole<std::uint16_t>("peer_port");
  to.request = read_request(from);
  to.body_hash = read_hash(from);
  read_times(from, to);
  to.key = from.text("key");
  to.attempt = from.whole<std::size_t>("attempt");
  to.fault = from.text("fault");
  to.status = from.whole<std::uint16_t>("status");
  to.in_flight = from.whole<std::size_t>("in_flight");
  to.in_flight_on_path = from.whole<std::size_t>("in_flight_on_path");
  to.bytes_received = from.whole<std::size_t>("bytes_received");
  to.bytes_sent = from.whole<std::size_t>("bytes_sent");
  from.expect_nothing_else();
  return to;
}

}  // namespace

Json to_json(const Exchange& exchange) {
  const auto& request = exchange.request;
  Json json = {
      {"sequence", exchange.sequence},
      {"connection", exchange.connection},
      {"index_on_connection", exchange.index_on_connection},
      {"peer_port", exchange.peer_port},
      {"method", request.method},
      {"target", request.target},
      {"path", request.path},
      {"query", object_of(request.query)},
      {"headers", object_of(request.headers)},
      {"body", request.body.substr(0, kMaxBodyInJson)},
      {"body_bytes", request.body.size()},
      {"body_hash", hexadecimal(exchange.body_hash)},
      {"accepted_ms", milliseconds(exchange.accepted)},
      {"first_byte_ms", milliseconds(exchange.first_byte)},
      {"end", to_string(exchange.end)},
      {"waits", waits_of(exchange)},
      {"key", exchange.key},
      {"attempt", exchange.attempt},
      {"fault", exchange.fault},
      {"status", exchange.status},
      {"in_flight", exchange.in_flight},
      {"in_flight_on_path", exchange.in_flight_on_path},
      {"bytes_received", exchange.bytes_received},
      {"bytes_sent", exchange.bytes_sent},
  };
  if (request.body.size() > kMaxBodyInJson) json["body_cut"] = true;
  put_time(json, "head_known_ms", exchange.head_known);
  put_time(json, "request_complete_ms", exchange.request_complete);
  put_time(json, "first_response_byte_ms", exchange.first_response_byte);
  put_time(json, "last_response_byte_ms", exchange.last_response_byte);
  put_time(json, "ended_ms", exchange.ended);
  return json;
}

namespace {
std::string line_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }
}  // namespace

std::string to_json_line(const Exchange& exchange, Change change) {
  Json json = to_json(exchange);
  json["change"] = to_string(change);
  put_time(json, "at_ms", time_of(exchange, change));
  return line_of(json);
}

std::string to_json_line(const Exchange& exchange) { return line_of(to_json(exchange)); }

void write_json_lines(std::ostream& out, const Journal& journal) {
  for (const auto& exchange : journal.snapshot()) out << to_json_line(exchange);
}

std::expected<Exchange, std::string> exchange_from_json(const Json& json) {
  try {
    return read_exchange(json);
  } catch (const std::runtime_error& error) {
    return std::unexpected(error.what());
  }
}

std::expected<JournalFile, std::string> read_journal(std::istream& in) {
  std::map<std::uint64_t, Exchange> exchanges;
  JournalFile file;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (in.eof()) {
      file.cut_off = true;
      break;
    }
    const auto refuse = [&](const std::string& what) {
      return std::unexpected("line " + std::to_string(number) + ": " + what);
    };
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) return refuse("this is no JSON");
    auto exchange = exchange_from_json(json);
    if (!exchange) return refuse(exchange.error());
    exchanges.insert_or_assign(exchange->sequence, std::move(*exchange));
  }
  for (auto& [sequence, exchange] : exchanges) file.exchanges.push_back(std::move(exchange));
  return file;
}

}  // namespace mock_server
