#include <optional>
#include <utility>

#include "timeout_or_cancelled.hpp"

namespace {

using Ring = std::function<aio::Task<aio::Json>(int number)>;
using Missed = std::function<void(int number)>;

class Search {
 public:
  Search(Ring ring, aio::Duration limit, Missed missed)
      : ring_(std::move(ring)), limit_(limit), missed_(std::move(missed)) {}

  aio::Task<aio::Json> run(int calls) {
    for (int number = 1; number <= calls; ++number) {
      if (auto answer = co_await call(number)) co_return std::move(*answer);
      missed_(number);
    }
    throw aio::TimeoutError("all calls were missed");
  }

 private:
  // Nothing, if the call was missed. The handler never sees the patience end: that is a cancellation in here.
  aio::Task<std::optional<aio::Json>> call(int number) {
    try {
      co_return co_await aio::timeout(limit_, ring_(number));
    } catch (const aio::TimeoutError&) {
      co_return std::nullopt;
    }
  }

  Ring ring_;
  aio::Duration limit_;
  Missed missed_;
};

}  // namespace

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  Search search(std::move(ring), limit, std::move(missed));
  co_return co_await aio::timeout(patience, search.run(calls));
}
