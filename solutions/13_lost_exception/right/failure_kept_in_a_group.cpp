#include <exception>
#include <utility>

#include "lost_exception.hpp"

namespace {

// A group would cut the huts off when the archive fails, so the failure is written down until they have been called.
aio::Task<> note_failure(aio::Task<> work, std::exception_ptr& failure) {
  try {
    co_await std::move(work);
  } catch (const aio::CancelledError&) {
    throw;
  } catch (...) {
    failure = std::current_exception();
  }
}

}  // namespace

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  std::vector<std::string> missed;
  std::exception_ptr failure;
  co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Task<> {
    group.create_task(note_failure(archive(bulletin), failure), "archive");
    for (const std::string& hut : huts) {
      try {
        co_await radio(hut, bulletin);
      } catch (const aio::CancelledError&) {
        throw;
      } catch (...) {
        missed.push_back(hut);
      }
    }
  });
  if (failure) std::rethrow_exception(failure);
  co_return missed;
}
