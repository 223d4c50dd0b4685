#include "grader/subject/link.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "grader/wire/frame.hpp"
#include "grader/wire/messages.hpp"

namespace subject {

void Link::start(Handler handler, Handler first_look) {
  handler_ = std::move(handler);
  first_look_ = std::move(first_look);
  loop_ = &aio::EventLoop::current();
  origin_ = aio::now();
  std::thread([this] { read_for_ever(); }).detach();
}

void Link::read_for_ever() {
  wire::FrameReader reader;
  std::array<char, 65536> block;  // NOLINT: filled by read
  for (;;) {
    const ssize_t count = ::read(fd_, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) ::_exit(0);
    if (count < 0) ::_exit(wire::kExitChannelLost);
    reader.feed({block.data(), static_cast<std::size_t>(count)});
    for (;;) {
      auto message = reader.next();
      if (!message) ::_exit(1);
      if (!*message) break;
      first_look_(**message);
      loop_->post([this, frame = std::make_shared<Json>(std::move(**message))] {
        ++seen_;
        if (frame->at("op") == "advance") {
          advance_to(frame->at("to_ns").get<std::int64_t>());
        } else {
          handler_(*frame);
        }
      });
    }
  }
}

void Link::advance_to(std::int64_t since_start_ns) { loop_->advance_to(origin_ + aio::Duration(since_start_ns)); }

void Link::send(const Json& message) {
  const std::string bytes = wire::encode(message);
  const std::lock_guard lock(sending_);
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) ::_exit(errno == EPIPE ? 0 : wire::kExitChannelLost);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Link::on_idle(const aio::IdleState& state) {
  if (loop_ == nullptr) return;  // the loop has not begun to serve
  const auto since_start = [this](aio::TimePoint time) { return (time - origin_).count(); };
  send({{"op", "idle"},
        {"seen", seen_},
        {"now_ns", since_start(state.now)},
        {"next_ns", state.next_timer ? Json(since_start(*state.next_timer)) : Json()},
        {"timers", state.timers},
        {"tasks", state.tasks},
        {"ports", state.request_ports},
        {"jobs", state.jobs}});
}

void Link::on_diagnostic(const aio::Diagnostic& diagnostic) {
  send({{"op", "diagnostic"}, {"kind", aio::to_string(diagnostic.kind)}, {"text", aio::to_string(diagnostic)}});
}

}  // namespace subject
