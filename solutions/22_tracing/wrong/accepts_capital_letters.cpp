// Loses: uses_no_invalid_ids
// "A hexadecimal digit is a hexadecimal digit."
#include <iomanip>
#include <regex>
#include <sstream>

#include "tracing.hpp"

namespace {

struct Trace {
  std::string id;
  std::string flags;
};

bool is_all_zeros(const std::string& id) { return id.find_first_not_of('0') == std::string::npos; }

std::string draw_id(int numbers, const std::function<std::uint64_t()>& random) {
  std::ostringstream digits;
  for (int i = 0; i < numbers; ++i) digits << std::hex << std::setfill('0') << std::setw(16) << random();
  return is_all_zeros(digits.str()) ? draw_id(numbers, random) : digits.str();
}

Trace trace_for(const std::string& incoming, const std::function<std::uint64_t()>& random) {
  static const std::regex kForm("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})", std::regex::icase);
  std::smatch field;
  if (std::regex_match(incoming, field, kForm) && !is_all_zeros(field[1]) && !is_all_zeros(field[2])) {
    return {.id = field[1], .flags = field[3]};
  }
  return {.id = draw_id(2, random), .flags = "01"};
}

}  // namespace

aio::Task<aio::Json> fetch_traced(aio::HttpClient& client, std::string url, int attempts,
                                  std::optional<std::string> incoming, std::function<std::uint64_t()> random) {
  const Trace trace = trace_for(incoming.value_or(""), random);
  while (true) {
    aio::Request request{.url = url};
    request.headers.emplace("traceparent", "00-" + trace.id + "-" + draw_id(1, random) + "-" + trace.flags);
    try {
      const aio::Response response = co_await client.request(request);
      response.raise_for_status();
      co_return response.json();
    } catch (const aio::Error&) {
      if (--attempts == 0) throw;
    }
  }
}
