#include <charconv>
#include <exception>
#include <iomanip>
#include <sstream>
#include <system_error>
#include <utility>

#include "tracing.hpp"

namespace {

// The header as the numbers that it stands for. What is read counts as valid when it is written the same again.
struct TraceContext {
  std::uint64_t trace_high = 0;
  std::uint64_t trace_low = 0;
  std::uint64_t span = 0;
  unsigned flags = 1;

  bool has_trace() const { return trace_high != 0 || trace_low != 0; }

  std::string text() const {
    std::ostringstream out;
    out << std::hex << std::setfill('0') << "00-" << std::setw(16) << trace_high << std::setw(16) << trace_low << '-'
        << std::setw(16) << span << '-' << std::setw(2) << flags;
    return out.str();
  }

  static std::optional<TraceContext> read(const std::string& text) {
    TraceContext context;
    const auto number_at = [&text](std::size_t begin, std::size_t digits, auto& number) {
      const char* first = text.data() + begin;
      return std::from_chars(first, first + digits, number, 16).ec == std::errc();
    };
    const bool readable = text.size() == 55 && number_at(3, 16, context.trace_high) &&
                          number_at(19, 16, context.trace_low) && number_at(36, 16, context.span) &&
                          number_at(53, 2, context.flags);
    if (!readable || context.text() != text || !context.has_trace() || context.span == 0) return std::nullopt;
    return context;
  }
};

class Tracer {
 public:
  Tracer(const std::optional<std::string>& incoming, std::function<std::uint64_t()> random)
      : random_(std::move(random)) {
    if (incoming) {
      if (auto context = TraceContext::read(*incoming)) context_ = *context;
    }
    while (!context_.has_trace()) {
      context_.trace_high = random_();
      context_.trace_low = random_();
    }
  }

  std::string next_span() {
    do context_.span = random_();
    while (context_.span == 0);
    return context_.text();
  }

 private:
  std::function<std::uint64_t()> random_;
  TraceContext context_;
};

}  // namespace

aio::Task<aio::Json> fetch_traced(aio::HttpClient& client, std::string url, int attempts,
                                  std::optional<std::string> incoming, std::function<std::uint64_t()> random) {
  Tracer tracer(incoming, std::move(random));
  std::exception_ptr failure;
  while (attempts-- > 0) {
    try {
      aio::Request request;
      request.url = url;
      request.headers.insert({"Traceparent", tracer.next_span()});
      auto response = co_await client.request(std::move(request));
      response.raise_for_status();
      co_return response.json();
    } catch (const aio::Error&) {
      failure = std::current_exception();
    }
  }
  std::rethrow_exception(failure);
}
