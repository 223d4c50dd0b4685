// Loses: waits_for_each_step
// "The entry and the message have nothing to do with each other."
#include "never_awaited.hpp"

aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify) {
  const std::string receipt = co_await charge(bidder, price);
  const auto [entry, message] = co_await aio::gather(audit(lot, receipt), notify(bidder, receipt));
  entry.value();
  co_return Sale{receipt, message.has_value()};
}
