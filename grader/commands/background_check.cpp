#include "grader/commands/background_check.hpp"

#include <sys/eventfd.h>

#include <sstream>
#include <utility>

#include "grader/build/errors.hpp"

namespace grader {

BackgroundCheck::BackgroundCheck(Checking& checking)
    : checking_(checking), ended_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void BackgroundCheck::start(const Exercise& exercise, bool fresh) {
  give_up();
  interruption_ = std::make_unique<Interruption>();
  thread_ = std::thread([this, &exercise, fresh] {
    std::ostringstream nowhere;
    Console silent{.out = nowhere, .err = nowhere};
    try {
      result_ = checking_.check({&exercise}, fresh, *interruption_, silent);
    } catch (...) {
      error_ = std::current_exception();
    }
    ::eventfd_write(ended_.get(), 1);
  });
}

void BackgroundCheck::give_up() {
  if (!thread_.joinable()) return;
  interruption_->request();
  thread_.join();
  eventfd_t ignored = 0;
  ::eventfd_read(ended_.get(), &ignored);
  result_.reset();
  error_ = nullptr;
}

std::optional<Checked> BackgroundCheck::take() {
  thread_.join();
  eventfd_t ignored = 0;
  ::eventfd_read(ended_.get(), &ignored);
  const std::exception_ptr error = std::exchange(error_, nullptr);
  std::optional<Checked> result = std::exchange(result_, std::nullopt);
  try {
    if (error) std::rethrow_exception(error);
  } catch (const Interrupted&) {
    return std::nullopt;
  }
  return result;
}

}  // namespace grader
