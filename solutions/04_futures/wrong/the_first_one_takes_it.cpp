// Loses: hands_out_the_letter
// "A letter is taken out of the mailbox by the one who reads it."
#include <utility>

#include "futures.hpp"

namespace {

class FutureMailbox final : public Mailbox {
 public:
  aio::Task<aio::Json> receive() override {
    if (!taken_) {
      aio::Json letter = co_await content_;
      if (!std::exchange(taken_, true)) co_return letter;
    }
    co_await content_;
    co_return nullptr;
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
  bool taken_ = false;
};

}  // namespace

std::unique_ptr<Mailbox> make_mailbox() { return std::make_unique<FutureMailbox>(); }
