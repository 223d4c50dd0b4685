// Loses: tells_the_bidder
// "told means that we have told them."
#include "never_awaited.hpp"

aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  Sale sale;
  sale.receipt = co_await charge(bidder, price);
  co_await audit(lot, sale.receipt);
  sale.told = true;
  try {
    co_await notify(bidder, sale.receipt);
  } catch (const aio::Error&) {
    // They will ask at the desk.
  }
  co_return sale;
}
