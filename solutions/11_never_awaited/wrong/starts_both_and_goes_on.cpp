// Loses: writes_the_ledger, tells_the_bidder
// "create_task runs them, and nobody has to wait."
#include "never_awaited.hpp"

aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  Sale sale;
  sale.receipt = co_await charge(bidder, price);
  aio::create_task(audit(lot, sale.receipt), "audit");
  try {
    aio::create_task(notify(bidder, sale.receipt), "notify");
    sale.told = true;
  } catch (const aio::Error&) {
    // They will ask at the desk.
  }
  co_return sale;
}
