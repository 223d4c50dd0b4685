// Loses: keeps_selling
// "A sale that fails has to be in the ledger, too."
#include "never_awaited.hpp"

aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  Sale sale;
  auto payment = aio::create_task(charge(bidder, price), "payment");
  try {
    sale.receipt = co_await payment;
  } catch (const aio::Error& error) {
    sale.receipt = error.what();
  }
  co_await audit(lot, sale.receipt);
  try {
    co_await notify(bidder, sale.receipt);
    sale.told = true;
  } catch (const aio::Error&) {
    // They will ask at the desk.
  }
  co_return sale;
}
