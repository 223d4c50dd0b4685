#include "mock_server/loop.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "mock_server/time_source.hpp"

namespace mock_server {

namespace {
thread_local bool t_on_a_loop_thread = false;
}

struct Loop::State {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  std::mutex mutex;
  bool closed = false;
  std::thread thread;
};

Loop::Loop() : state_(std::make_unique<State>()) {
  state_->thread = std::thread([state = state_.get()] {
    t_on_a_loop_thread = true;
    // Nothing that is known to throw gets here; if something does, it must not take the server along.
    for (bool done = false; !done;) {
      try {
        state->context.run();
        done = true;
      } catch (...) {  // NOLINT(bugprone-empty-catch)
      }
    }
  });
}

Loop::~Loop() = default;

bool Loop::post(std::function<void()> task) {
  const std::scoped_lock lock(state_->mutex);
  if (state_->closed) return false;
  asio::post(state_->context, std::move(task));
  return true;
}

bool Loop::run_and_wait(std::function<void()> task) {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  std::exception_ptr thrown;
  const bool accepted = post([&] {
    try {
      task();
    } catch (...) {
      thrown = std::current_exception();
    }
    // Notified under the lock: the waiting thread owns these objects and returns as soon as it sees `done`.
    const std::scoped_lock lock(mutex);
    done = true;
    changed.notify_one();
  });
  if (!accepted) return false;
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return done; });
  if (thrown) std::rethrow_exception(thrown);
  return true;
}

void Loop::stop(std::function<void()> last) {
  {
    const std::scoped_lock lock(state_->mutex);
    if (state_->closed) return;
    state_->closed = true;
    // Posts run in their order, so every task accepted before this one has run by then.
    asio::post(state_->context, [state = state_.get(), last = std::move(last)] {
      last();
      state->work.reset();
      state->context.stop();
    });
  }
  state_->thread.join();
}

bool Loop::on_a_loop_thread() { return t_on_a_loop_thread; }

std::chrono::nanoseconds Loop::now() const { return std::chrono::steady_clock::now() - state_->start; }

struct Descriptor::State {
  asio::posix::stream_descriptor descriptor;
};

Descriptor::Descriptor(Loop& loop, int fd)
    : state_(std::make_unique<State>(asio::posix::stream_descriptor(loop.state().context, fd))), fd_(fd) {}

Descriptor::~Descriptor() { close(); }

void Descriptor::when_readable(std::function<void()> callback) {
  state_->descriptor.async_wait(asio::posix::descriptor_base::wait_read,
                                [callback = std::move(callback)](std::error_code error) {
                                  if (error != asio::error::operation_aborted) callback();
                                });
}

void Descriptor::when_writable(std::function<void()> callback) {
  state_->descriptor.async_wait(asio::posix::descriptor_base::wait_write,
                                [callback = std::move(callback)](std::error_code error) {
                                  if (error != asio::error::operation_aborted) callback();
                                });
}

void Descriptor::close() {
  if (!is_open()) return;
  std::error_code ignored;
  state_->descriptor.close(ignored);
  fd_ = -1;
}

namespace {

class RealWait : public Wait {
 public:
  RealWait(asio::io_context& context, std::chrono::steady_clock::time_point when, std::function<void()> callback)
      : timer_(context, when) {
    timer_.async_wait([alive = std::weak_ptr<bool>(alive_), callback = std::move(callback)](std::error_code error) {
      // A timer that has fired cannot be cancelled any more, so the error code alone does not tell.
      if (!error && !alive.expired()) callback();
    });
  }

 private:
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  asio::steady_timer timer_;
};

class RealTime : public TimeSource {
 public:
  explicit RealTime(Loop& loop) : loop_(loop) {}
  std::chrono::nanoseconds now() const override { return loop_.now(); }
  std::unique_ptr<Wait> wake_at(std::chrono::nanoseconds when, std::function<void()> callback) override {
    return std::make_unique<RealWait>(loop_.state().context, loop_.state().start + when, std::move(callback));
  }

 private:
  Loop& loop_;
};

}  // namespace

std::unique_ptr<TimeSource> make_real_time(Loop& loop) { return std::make_unique<RealTime>(loop); }

}  // namespace mock_server
