#include <aio/detail/event_loop.hpp>
#include <aio/detail/http_exchange.hpp>
#include <aio/detail/suspension.hpp>
#include <aio/detail/worker_thread.hpp>
#include <aio/errors.hpp>
#include <aio/http_client.hpp>
#include <memory>

// Theory of operation. A request in flight has a thread that blocks on it (a bounded pool would starve behind requests
// that hang) and that posts its completion to the loop. A cancelled task is woken at once; its request is shut down and
// stays in flight, in the eyes of the loop, until the completion has been processed and the thread joined.
namespace aio {
namespace {

// cpp-httplib matches the status line by std::regex, which takes some 260 bytes of stack for each character: 512 KiB
// die of a line of 2,000. What is not touched costs no memory.
constexpr std::size_t kStackBytes = 8 * 1024 * 1024;

class HttpWait;

struct Job {
  Job(EventLoop& loop_in_use, Request request, detail::Url url)
      : loop(loop_in_use), exchange(std::move(request), std::move(url)) {}

  EventLoop& loop;
  detail::HttpExchange exchange;
  std::unique_ptr<detail::WorkerThread> thread;
  HttpWait* waiter = nullptr;  // of the loop's thread
};

class HttpWait final : public detail::Suspension {
 public:
  explicit HttpWait(Request request) {
    detail::Url url = detail::parse_url(request.url);
    job_ = std::make_shared<Job>(EventLoop::current(), std::move(request), std::move(url));
  }
  ~HttpWait() override { let_go(); }

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    job_->thread =
        std::make_unique<detail::WorkerThread>(kStackBytes, [job = job_]() mutable { perform(std::move(job)); });
    job_->waiter = this;
    job_->loop.add_request(job_->exchange);
    park(coroutine);
  }
  Response await_resume() {
    throw_if_cancelled();
    return job_->exchange.take();
  }
  bool cancel() override {
    if (woken()) return false;
    let_go();
    wake_cancelled();
    return true;
  }
  std::string describe() const override { return "an HTTP request"; }

 private:
  /// Gives up a request that is still under way.
  void let_go() {
    if (!job_->waiter) return;
    job_->waiter = nullptr;
    job_->exchange.cancel();
  }

  static void perform(std::shared_ptr<Job> job) {
    Job& in_flight = *job;
    in_flight.exchange.perform(
        [&in_flight] { in_flight.loop.post([] {}); });  // so that an idle loop reports itself anew, with the port
    EventLoop& loop = in_flight.loop;
    loop.post([job = std::move(job)] { complete(*job); });
  }

  static void complete(Job& job) {
    job.thread->join();
    job.loop.remove_request(job.exchange);
    if (HttpWait* const waiter = std::exchange(job.waiter, nullptr)) waiter->wake();
  }

  std::shared_ptr<Job> job_;
};

Task<Response> send(Request request) { co_return co_await HttpWait(std::move(request)); }

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
