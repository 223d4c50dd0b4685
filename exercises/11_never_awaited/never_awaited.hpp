#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <string>

/// What the desk sees of a sale.
struct Sale {
  std::string receipt;  ///< as the payment gave it
  bool told = false;    ///< whether the message to the bidder arrived
};

/// Closes the sale of one lot: takes the money, writes the sale into the ledger, tells the bidder.
///
/// `charge(bidder, price)` takes the money and gives the receipt, `audit(lot, receipt)` writes one entry into the ledger,
/// `notify(bidder, receipt)` sends one message and ends when it has arrived.
///
/// Order:    charge, audit, notify: each is called once, when the one before it has ended.
/// Returns:  the receipt of the payment and whether the bidder was told, as soon as the last step has ended.
/// Errors:   from `charge` and from `audit`, whatever it is: comes out unchanged and at once, and the steps after it are
///           not begun. Nobody is told of a sale that is not in the ledger.
///           from `notify`, any `aio::Error`: the message did not arrive. The sale stands, with `told` being false.
///           CancelledError  the caller was cancelled, in whatever step: the step is cancelled, and no other one begins.
/// Open:     errors of `notify` that are no `aio::Error`.
/// Afterwards, however it ended: no task of this call is left, and every task that was made has been awaited.
/// Threads:  any number of calls may be under way at once; they have nothing to do with each other.
aio::Task<Sale> close_lot(std::string lot, std::string bidder, int price,
                          std::function<aio::Task<std::string>(std::string bidder, int price)> charge,
                          std::function<aio::Task<>(std::string lot, std::string receipt)> audit,
                          std::function<aio::Task<>(std::string bidder, std::string receipt)> notify);
