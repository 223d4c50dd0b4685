#include "grader/build/interruption.hpp"

#include <sys/eventfd.h>

#include <cerrno>
#include <string>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {

Interruption::Interruption() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!event_) throw InfrastructureError(std::string("cannot create an event descriptor: ") + errno_text(errno));
}

void Interruption::request() {
  requested_.store(true);
  ::eventfd_write(event_.get(), 1);
}

void Interruption::throw_if_requested() const {
  if (requested()) throw Interrupted();
}

}  // namespace grader
