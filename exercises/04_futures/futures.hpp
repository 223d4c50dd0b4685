#pragma once

#include <aio/aio.hpp>
#include <exception>
#include <memory>

/// A mailbox for one letter: somebody fills it once, and everybody who wants the letter gets it.
///
/// It is empty at first, and then, once and for ever, filled: with a letter, with an error in place of one, or with the
/// news that none will come (only `fill_from` brings that).
/// Open:     in which order those who wait go on.
/// Threads:  the loop's thread only. Several tasks may wait at once; different mailboxes have nothing to do with each
///           other.
class Mailbox {
 public:
  virtual ~Mailbox() = default;

  /// Waits until the mailbox is filled, and takes a copy of the letter; the letter stays for the others.
  ///
  /// Returns:  the letter, unchanged, at the moment it is there; at once when it is there already.
  /// Errors:   the error that was delivered, itself, so that it is caught by its type; to each who asks, now or later
  ///           CancelledError  the task that waits was cancelled: this wait ends at once, and neither the mailbox nor
  ///                           anybody else who waits notices. Also: no letter will come, see `fill_from`.
  /// Requires: the mailbox outlives the call.
  virtual aio::Task<aio::Json> receive() = 0;

  /// Fills the mailbox with a letter. Every JSON value is a letter, `null` too. Does not wait for those who receive it.
  ///
  /// Errors:   InvalidStateError  the mailbox is filled already; what is in it stays, and nobody else notices.
  virtual void deliver(aio::Json letter) = 0;

  /// Fills the mailbox with an error in place of a letter. Errors: as `deliver`.
  ///
  /// Requires: `error` is not null.
  virtual void deliver_error(std::exception_ptr error) = 0;

  /// Returns whether the mailbox is filled, whatever with. Receiving does not empty it.
  virtual bool filled() const = 0;

  /// Runs `sender`, and fills the mailbox with what comes of it, at that moment.
  ///
  /// Its result is a letter. An error it throws is delivered in place of one, and is not thrown here: those who wait
  /// for the letter hear of it.
  /// Errors:   CancelledError  the caller was cancelled, and with it the sender, which has ended first. Now no letter
  ///                           will come: everybody who waits, or asks later, gets a CancelledError as well.
  /// Requires: nobody else fills this mailbox, before or meanwhile. The mailbox outlives the call.
  virtual aio::Task<> fill_from(aio::Task<aio::Json> sender) = 0;
};

/// Makes an empty mailbox.
std::unique_ptr<Mailbox> make_mailbox();
