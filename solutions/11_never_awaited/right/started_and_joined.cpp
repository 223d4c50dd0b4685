#include "never_awaited.hpp"

// Tasks of their own, each joined before the next one is made: the same order, and handles that can be asked.
aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  auto payment = aio::create_task(charge(bidder, price), "payment");
  const std::string receipt = co_await payment;

  auto entry = aio::create_task(audit(lot, receipt), "entry");
  co_await entry;

  auto message = aio::create_task(notify(bidder, receipt), "message");
  try {
    co_await message;
  } catch (const aio::CancelledError&) {
    throw;
  } catch (...) {
    co_return Sale{.receipt = receipt, .told = false};
  }
  co_return Sale{.receipt = receipt, .told = true};
}
