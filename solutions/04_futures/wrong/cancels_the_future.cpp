// Loses: spares_the_other_waiters
// "When a wait is cancelled, what was waited for is cancelled, as in asyncio."
#include <utility>

#include "futures.hpp"

namespace {

class FutureMailbox final : public Mailbox {
 public:
  aio::Task<aio::Json> receive() override {
    try {
      co_return co_await content_;
    } catch (const aio::CancelledError&) {
      content_.cancel();
      throw;
    }
  }

  void deliver(aio::Json letter) override { content_.set_result(std::move(letter)); }

  void deliver_error(std::exception_ptr error) override { content_.set_exception(std::move(error)); }

  bool filled() const override { return content_.done(); }

  aio::Task<> fill_from(aio::Task<aio::Json> sender) override {
    try {
      content_.set_result(co_await sender);
    } catch (const aio::CancelledError&) {
      content_.cancel();  // otherwise those who wait would wait for ever
      throw;
    } catch (...) {
      content_.set_exception(std::current_exception());
    }
  }

 private:
  aio::Future<aio::Json> content_;
};

}  // namespace

std::unique_ptr<Mailbox> make_mailbox() { return std::make_unique<FutureMailbox>(); }
