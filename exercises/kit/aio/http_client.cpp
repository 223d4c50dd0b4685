#include <aio/detail/http_exchange.hpp>
#include <aio/detail/thread_wait.hpp>
#include <aio/http_client.hpp>
#include <memory>

// Theory of operation. A request in flight has a thread that blocks on it (a bounded pool would starve behind requests
// that hang) and that posts its completion to the loop. When the task is cancelled the connection is shut down, which
// ends the thread.
namespace aio {
namespace {

// cpp-httplib matches the status line by std::regex, which takes some 260 bytes of stack for each character: 512 KiB
// die of a line of 2,000. What is not touched costs no memory.
constexpr std::size_t kStackBytes = 8 * 1024 * 1024;

class HttpJob final : public detail::ThreadJob {
 public:
  HttpJob(Request request, detail::Url url) : ThreadJob(kStackBytes), exchange_(std::move(request), std::move(url)) {}

  void perform(EventLoop& loop) noexcept override {
    exchange_.perform([&loop] { loop.post([] {}); });  // so that an idle loop reports itself anew, with the port
  }
  void give_up() noexcept override { exchange_.cancel(); }
  void enter(EventLoop& loop) override { loop.add_request(exchange_); }
  void leave(EventLoop& loop) override { loop.remove_request(exchange_); }
  Response take() { return exchange_.take(); }

 private:
  detail::HttpExchange exchange_;
};

Task<Response> send(Request request) {
  detail::Url url = detail::parse_url(request.url);
  const auto job = std::make_shared<HttpJob>(std::move(request), std::move(url));
  co_await detail::ThreadWait(job, "an HTTP request");
  co_return job->take();
}

}  // namespace

Task<Response> HttpClient::get(std::string url, std::source_location place) const {
  Task<Response> task = send({.url = std::move(url)});
  task.set_origin({"get", place.file_name(), place.line()});
  return task;
}

Task<Response> HttpClient::request(Request request, std::source_location place) const {
  Task<Response> task = send(std::move(request));
  task.set_origin({"request", place.file_name(), place.line()});
  return task;
}

}  // namespace aio
