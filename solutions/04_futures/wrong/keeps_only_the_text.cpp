// Loses: hands_out_the_error
// "What matters about an error is what it says."
#include <utility>

#include "futures.hpp"

namespace {

class FutureMailbox final : public Mailbox {
 public:
  aio::Task<aio::Json> receive() override { co_return co_await content_; }

  void deliver(aio::Json letter) override { content_.set_result(std::move(letter)); }

  void deliver_error(std::exception_ptr error) override {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& e) {
      content_.set_exception(aio::Error(e.what()));
    }
  }

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
