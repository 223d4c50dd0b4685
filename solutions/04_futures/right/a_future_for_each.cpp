#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "futures.hpp"

namespace {

using Content = std::variant<aio::Json, std::exception_ptr>;

// A future for each one who waits, and the content kept beside them for those who come later.
class NotedMailbox final : public Mailbox {
 public:
  aio::Task<aio::Json> receive() override {
    if (!content_) {
      aio::Future<void> news;
      waiting_.push_back(news);
      co_await news;
    }
    if (const auto* error = std::get_if<std::exception_ptr>(&*content_)) std::rethrow_exception(*error);
    co_return std::get<aio::Json>(*content_);
  }

  void deliver(aio::Json letter) override { fill(std::move(letter)); }
  void deliver_error(std::exception_ptr error) override { fill(std::move(error)); }
  bool filled() const override { return content_.has_value(); }

  aio::Task<> fill_from(aio::Task<aio::Json> sender) override {
    std::exception_ptr cancelled;
    Content content;
    try {
      content = co_await std::move(sender);
    } catch (const aio::CancelledError&) {
      cancelled = std::current_exception();
      content = cancelled;
    } catch (...) {
      content = std::current_exception();
    }
    fill(std::move(content));
    if (cancelled) std::rethrow_exception(cancelled);
  }

 private:
  void fill(Content content) {
    if (filled()) throw aio::InvalidStateError("there is something in this mailbox");
    content_ = std::move(content);
    for (auto& news : std::exchange(waiting_, {})) news.set_result();
  }

  std::optional<Content> content_;
  std::vector<aio::Future<void>> waiting_;
};

}  // namespace

std::unique_ptr<Mailbox> make_mailbox() { return std::make_unique<NotedMailbox>(); }
