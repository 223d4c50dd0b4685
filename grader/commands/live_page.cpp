#include "grader/commands/live_page.hpp"

#include <httplib.h>
#include <sys/random.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "grader/build/errors.hpp"
#include "grader/commands/live_script.hpp"
#include "grader/report/html_page.hpp"

namespace grader {
namespace {

constexpr const char* kLoopback = "127.0.0.1";
constexpr std::size_t kThreads = 24;           // each open page holds one
constexpr std::chrono::seconds kHeartbeat{5};  // a page that was closed is noticed by writing to it

std::string random_hex(std::size_t bytes) {
  std::array<unsigned char, 32> drawn{};
  if (::getrandom(drawn.data(), bytes, 0) != static_cast<ssize_t>(bytes))
    throw InfrastructureError("the machine gives no random numbers");
  std::string text;
  for (std::size_t i = 0; i < bytes; ++i) {
    text += "0123456789abcdef"[drawn[i] >> 4];
    text += "0123456789abcdef"[drawn[i] & 15];
  }
  return text;
}

// In the same time wherever they differ.
bool same(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  return difference == 0;
}

}  // namespace

struct LivePage::Parts {
  httplib::Server server;
  std::string token = random_hex(16);
  int port = 0;
  std::thread thread;

  std::mutex mutex;
  std::condition_variable news;
  ReportJson report;
  std::uint64_t version = 0;  // 0: no report yet
  std::string status = "checking …";
  std::uint64_t status_number = 1;
  bool over = false;

  bool is_for_us(const httplib::Request& request) const {
    const std::string host = request.get_header_value("Host");
    const std::string suffix = ':' + std::to_string(port);
    return host == kLoopback + suffix || host == "localhost" + suffix;
  }

  void refuse(httplib::Response& response, const char* why) const {
    response.status = 403;
    response.set_content(std::string(why) + "\n", "text/plain; charset=utf-8");
  }

  httplib::Server::HandlerResponse admit(const httplib::Request& request, httplib::Response& response) const {
    response.set_header("Cache-Control", "no-store");
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Cross-Origin-Resource-Policy", "same-origin");
    response.set_header("Referrer-Policy", "no-referrer");
    if (!is_for_us(request)) {
      refuse(response, "this address is for another host; open the one that \"serve\" printed");
    } else if (!same(request.get_param_value("token"), token)) {
      refuse(response, "the token is missing or wrong; open the address that \"serve\" printed");
    } else {
      return httplib::Server::HandlerResponse::Unhandled;
    }
    return httplib::Server::HandlerResponse::Handled;
  }

  void answer_page(httplib::Response& response) {
    const std::string nonce = random_hex(16);
    HtmlOptions options;
    ReportJson shown;
    {
      const std::lock_guard lock(mutex);
      options.head =
          live_script(nonce, token, version) +
          "<noscript><style>#live::after { content: \" Reload this page to see what is new.\"; }</style></noscript>\n";
      options.status = status;
      shown = report;
    }
    response.set_header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; script-src 'nonce-" + nonce +
            "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    response.set_content(render_html(shown, options), "text/html; charset=utf-8");
  }

  // What is new since `seen_version` and `seen_status`, waiting for it a while; a comment when there is nothing.
  std::string next_events(std::uint64_t& seen_version, std::uint64_t& seen_status) {
    std::unique_lock lock(mutex);
    news.wait_for(lock, kHeartbeat, [&] { return over || version != seen_version || status_number != seen_status; });
    std::string events;
    if (version != seen_version) events += "event: verdict\ndata: " + std::to_string(version) + "\n\n";
    if (status_number != seen_status) {
      events += "event: status\ndata: " + ReportJson(status).dump(-1, ' ', true, ReportJson::error_handler_t::replace) +
                "\n\n";
    }
    seen_version = version;
    seen_status = status_number;
    return events.empty() ? ": nothing new\n\n" : events;
  }

  bool is_over() {
    const std::lock_guard lock(mutex);
    return over;
  }

  void answer_events(httplib::Response& response) {
    response.set_chunked_content_provider(
        "text/event-stream", [this, version_seen = std::uint64_t{0}, status_seen = std::uint64_t{0}](
                                 std::size_t, httplib::DataSink& sink) mutable {
          const std::string events = next_events(version_seen, status_seen);
          return !is_over() && sink.is_writable() && sink.write(events.data(), events.size());
        });
  }
};

LivePage::LivePage(int port) : parts_(std::make_unique<Parts>()) {
  Parts& parts = *parts_;
  parts.server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  // The library's own choice would let another program share the port.
  parts.server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  parts.server.set_keep_alive_timeout(1);
  parts.server.set_pre_routing_handler([&parts](const httplib::Request& request, httplib::Response& response) {
    return parts.admit(request, response);
  });
  parts.server.Get("/",
                   [&parts](const httplib::Request&, httplib::Response& response) { parts.answer_page(response); });
  parts.server.Get("/events",
                   [&parts](const httplib::Request&, httplib::Response& response) { parts.answer_events(response); });
  parts.port = port == 0                                    ? parts.server.bind_to_any_port(kLoopback)
               : parts.server.bind_to_port(kLoopback, port) ? port
                                                            : -1;
  if (parts.port <= 0)
    throw InfrastructureError("cannot listen on port " + std::to_string(port) +
                              "; it may be in use: choose another --port");
  parts.thread = std::thread([&parts] { parts.server.listen_after_bind(); });
  // Before its loop runs it cannot be stopped.
  while (!parts.server.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

LivePage::~LivePage() {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->over = true;
  }
  parts_->news.notify_all();
  parts_->server.stop();
  parts_->thread.join();
}

std::string LivePage::url() const {
  return std::string("http://") + kLoopback + ':' + std::to_string(parts_->port) + "/?token=" + parts_->token;
}

void LivePage::publish(ReportJson report) {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->report = std::move(report);
    ++parts_->version;
  }
  parts_->news.notify_all();
}

void LivePage::say(const std::string& status) {
  {
    const std::lock_guard lock(parts_->mutex);
    parts_->status = status;
    ++parts_->status_number;
  }
  parts_->news.notify_all();
}

}  // namespace grader
