#include <futures.hpp>
#include <grader/subject/errors.hpp>
#include <grader/subject/expose.hpp>

/// An error as an argument: {"type": "TransportError", "message": "reset"}.
template <>
struct subject::Codec<std::exception_ptr> {
  static std::exception_ptr decode(const Json& json) {
    try {
      throw_error(json);
    } catch (...) {
      return std::current_exception();
    }
  }
};

void subject::bindings() {
  expose("make_mailbox", &make_mailbox);
  expose("receive", &Mailbox::receive);
  expose("deliver", &Mailbox::deliver);
  expose("deliver_error", &Mailbox::deliver_error);
  expose("filled", &Mailbox::filled);
  expose("fill_from", &Mailbox::fill_from);
}
