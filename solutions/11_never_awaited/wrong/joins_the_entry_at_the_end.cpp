// Loses: waits_for_each_step
// "As long as it is joined some time."
#include "never_awaited.hpp"

aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  Sale sale;
  sale.receipt = co_await charge(bidder, price);
  auto entry = aio::create_task(audit(lot, sale.receipt), "entry");
  try {
    co_await notify(bidder, sale.receipt);
    sale.told = true;
  } catch (const aio::Error&) {
    // They will ask at the desk.
  }
  co_await entry;
  co_return sale;
}
