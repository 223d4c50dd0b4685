#include <memory>
#include <utility>

#include "futures.hpp"

namespace {

// The state is shared with the coroutines, and the sender runs as a task of its own, which tells how it ended.
struct State {
  aio::Future<aio::Json> letter;
};

aio::Task<aio::Json> wait_for(std::shared_ptr<State> state) {
  aio::Future<aio::Json> letter = state->letter;
  if (letter.done()) co_return letter.result();
  co_return co_await letter;
}

aio::Task<> pass_on(std::shared_ptr<State> state, aio::Task<aio::Json> sender) {
  auto job = aio::create_task(std::move(sender), "sender");
  try {
    state->letter.set_result(co_await job);
  } catch (...) {
    if (job.cancelled()) {
      state->letter.cancel();
      throw;
    }
    state->letter.set_exception(job.exception());
  }
}

class SharedMailbox final : public Mailbox {
 public:
  aio::Task<aio::Json> receive() override { return wait_for(state_); }
  aio::Task<> fill_from(aio::Task<aio::Json> sender) override { return pass_on(state_, std::move(sender)); }
  bool filled() const override { return state_->letter.done(); }

  void deliver(aio::Json letter) override {
    throw_if_filled();
    state_->letter.set_result(std::move(letter));
  }
  void deliver_error(std::exception_ptr error) override {
    throw_if_filled();
    state_->letter.set_exception(std::move(error));
  }

 private:
  void throw_if_filled() const {
    if (filled()) throw aio::InvalidStateError("one letter is enough");
  }
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace

std::unique_ptr<Mailbox> make_mailbox() { return std::make_unique<SharedMailbox>(); }
