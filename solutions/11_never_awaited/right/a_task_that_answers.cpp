#include <utility>

#include "never_awaited.hpp"

namespace {

aio::Task<bool> arrives(aio::Task<> message) {
  try {
    co_await std::move(message);
  } catch (const aio::Error&) {
    co_return false;
  }
  co_return true;
}

}  // namespace

// "Did it arrive?" is a question with an answer of its own, so it is a coroutine of its own.
aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  const std::string receipt = co_await charge(bidder, price);
  co_await audit(lot, receipt);
  const bool told = co_await arrives(notify(bidder, receipt));
  co_return Sale{receipt, told};
}
