#include <aio/detail/worker_thread.hpp>
#include <aio/errors.hpp>
#include <csignal>
#include <memory>
#include <system_error>

namespace aio::detail {
namespace {

using Work = std::move_only_function<void()>;

void* run_work(void* argument) {
  const std::unique_ptr<Work> work(static_cast<Work*>(argument));
  (*work)();
  return nullptr;
}

}  // namespace

WorkerThread::WorkerThread(std::size_t stack_bytes, Work work) {
  auto owned = std::make_unique<Work>(std::move(work));
  pthread_attr_t attributes;
  ::pthread_attr_init(&attributes);
  if (stack_bytes > 0) ::pthread_attr_setstacksize(&attributes, stack_bytes);
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // the new thread inherits the mask
  const int error = ::pthread_create(&thread_, &attributes, run_work, owned.get());
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::pthread_attr_destroy(&attributes);
  if (error != 0) throw Error(std::string("cannot start a thread: ") + std::generic_category().message(error));
  owned.release();
}

void WorkerThread::join() { static_cast<void>(::pthread_join(thread_, nullptr)); }

}  // namespace aio::detail
