// Loses: is_filled_by_a_task
// "A task of its own fills the mailbox, and we are free to go."
#include <utility>

#include "futures.hpp"

namespace {

class FutureMailbox final : public Mailbox {
 public:
  aio::Task<aio::Json> receive() override { co_return co_await content_; }

  void deliver(aio::Json letter) override { content_.set_result(std::move(letter)); }

  void deliver_error(std::exception_ptr error) override { content_.set_exception(std::move(error)); }

  bool filled() const override { return content_.done(); }

  aio::Task<> fill_from(aio::Task<aio::Json> sender) override {
    aio::create_task(run(std::move(sender)), "sender");
    co_return;
  }

 private:
  aio::Task<> run(aio::Task<aio::Json> sender) {
    try {
      content_.set_result(co_await sender);
    } catch (const aio::CancelledError&) {
      content_.cancel();  // otherwise those who wait would wait for ever
      throw;
    } catch (...) {
      content_.set_exception(std::current_exception());
    }
  }

  aio::Future<aio::Json> content_;
};

}  // namespace

std::unique_ptr<Mailbox> make_mailbox() { return std::make_unique<FutureMailbox>(); }
