#include "grader/commands/signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

#include <cerrno>
#include <csignal>

namespace grader {

SignalWatch::SignalWatch(Interruption& interruption) {
  sigset_t watched;
  ::sigemptyset(&watched);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction current{};
    ::sigaction(number, nullptr, &current);
    if (current.sa_handler != SIG_IGN) ::sigaddset(&watched, number);
  }
  ::signal(SIGPIPE, SIG_IGN);
  ::pthread_sigmask(SIG_BLOCK, &watched, nullptr);
  signals_.reset(::signalfd(-1, &watched, SFD_CLOEXEC));
  end_.reset(::eventfd(0, EFD_CLOEXEC));
  thread_ = std::thread([this, &interruption] {
    struct pollfd waits[] = {{signals_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}};
    while (::poll(waits, 2, -1) < 0 && errno == EINTR) {
    }
    if (waits[0].revents != 0) interruption.request();
  });
}

SignalWatch::~SignalWatch() {
  ::eventfd_write(end_.get(), 1);
  thread_.join();
}

}  // namespace grader
