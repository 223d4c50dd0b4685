// Loses: hands_out_the_letter, hands_out_the_error, is_filled_by_a_task
// "Waiting means looking again and again until it is there."
#include <utility>

#include "futures.hpp"

namespace {

class FutureMailbox final : public Mailbox {
 public:
  aio::Task<aio::Json> receive() override {
    while (!content_.done()) co_await aio::sleep(std::chrono::milliseconds{10});
    co_return content_.result();
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
