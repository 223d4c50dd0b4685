// Loses: spares_the_other_waiters
// "One task waits for the letter, and all of us join that task."
#include <optional>
#include <utility>

#include "futures.hpp"

namespace {

class FutureMailbox final : public Mailbox {
 public:
  aio::Task<aio::Json> receive() override {
    if (!reader_) reader_ = aio::create_task(read(content_), "reader");
    co_return co_await *reader_;
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
  static aio::Task<aio::Json> read(aio::Future<aio::Json> content) { co_return co_await content; }

  aio::Future<aio::Json> content_;
  std::optional<aio::TaskHandle<aio::Json>> reader_;
};

}  // namespace

std::unique_ptr<Mailbox> make_mailbox() { return std::make_unique<FutureMailbox>(); }
