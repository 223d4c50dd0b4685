#include "never_awaited.hpp"

// The message as an outcome, which is there or is not.
aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  Sale sale{.receipt = co_await charge(bidder, price)};
  auto entry = audit(lot, sale.receipt);
  co_await entry;
  const auto [message] = co_await aio::gather(notify(bidder, sale.receipt));
  sale.told = message.has_value();
  co_return sale;
}
