// Loses: writes_the_ledger
// "The compiler wants the result to be used, so I use it."
#include "never_awaited.hpp"

aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  Sale sale;
  sale.receipt = co_await charge(bidder, price);
  [[maybe_unused]] const auto entry = audit(lot, sale.receipt);
  try {
    co_await notify(bidder, sale.receipt);
    sale.told = true;
  } catch (const aio::Error&) {
    // They will ask at the desk.
  }
  co_return sale;
}
