#include "never_awaited.hpp"

aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  Sale sale;
  sale.receipt = co_await charge(bidder, price);

  // Nothing leaves this house that is not in the ledger.
  audit(lot, sale.receipt);

  try {
    const auto message = notify(bidder, sale.receipt);
    sale.told = true;
  } catch (const aio::Error&) {
    // A wrong number, or a phone that is switched off. They will ask at the desk.
  }
  co_return sale;
}
