#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "fail_fast_or_collect.hpp"

// Neither group nor gather: handles, a note of the first failure, and a wait for everybody.
namespace {

using Handle = aio::TaskHandle<aio::Json>;

aio::Task<aio::Json> watched(aio::Task<aio::Json> job, std::shared_ptr<std::function<void()>> on_failure) {
  try {
    co_return co_await std::move(job);
  } catch (const std::exception&) {
    if (*on_failure) (*on_failure)();
    throw;
  }
}

void cancel_all(const std::vector<Handle>& handles) {
  for (Handle handle : handles) handle.cancel();
}

// Waits until all have ended. A cancellation meanwhile goes to all of them, and comes out at the end.
aio::Task<> wait_for_all(const std::vector<Handle>& handles) {
  const aio::AnyTask self = aio::current_task();
  std::exception_ptr cancelled;
  for (const Handle& handle : handles) {
    while (!handle.done()) {
      try {
        co_await handle;
      } catch (const aio::CancelledError&) {
        if (self.cancelling() > 0 && !cancelled) {
          cancelled = std::current_exception();
          cancel_all(handles);
        }
      } catch (const std::exception&) {
        // The caller looks at every handle.
      }
    }
  }
  if (cancelled) std::rethrow_exception(cancelled);
}

}  // namespace

aio::Task<std::vector<aio::Json>> all_or_nothing(std::vector<aio::Task<aio::Json>> jobs) {
  std::vector<Handle> handles;
  std::exception_ptr first;
  auto on_failure = std::make_shared<std::function<void()>>([&] {
    if (first) return;
    first = std::current_exception();
    cancel_all(handles);
  });
  for (auto& job : jobs) handles.push_back(aio::create_task(watched(std::move(job), on_failure)));
  co_await wait_for_all(handles);
  if (first) std::rethrow_exception(first);

  std::vector<aio::Json> values;
  std::ranges::transform(handles, std::back_inserter(values), [](const Handle& handle) { return handle.result(); });
  co_return values;
}

aio::Task<std::vector<Answer>> whatever_comes(std::vector<aio::Task<aio::Json>> jobs) {
  std::vector<Handle> handles;
  for (auto& job : jobs) handles.push_back(aio::create_task(std::move(job)));
  co_await wait_for_all(handles);

  std::vector<Answer> answers(handles.size());
  for (std::size_t i = 0; i < handles.size(); ++i) {
    try {
      answers[i].value = handles[i].result();
      answers[i].ok = true;
    } catch (const std::exception& error) {
      answers[i].problem = error.what();
    }
  }
  co_return answers;
}
