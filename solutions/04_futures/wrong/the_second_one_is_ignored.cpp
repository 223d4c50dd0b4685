// Loses: is_filled_once
// "If something is in it already, there is nothing to do."
#include <utility>

#include "futures.hpp"

namespace {

class FutureMailbox final : public Mailbox {
 public:
  aio::Task<aio::Json> receive() override { co_return co_await content_; }

  void deliver(aio::Json letter) override {
    if (!filled()) content_.set_result(std::move(letter));
  }

  void deliver_error(std::exception_ptr error) override {
    if (!filled()) content_.set_exception(std::move(error));
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
