#include <exception>

#include "lost_exception.hpp"

// Keeps the shape of the program: the handle is kept, the handler takes errors only, and there is one place where both
// ways out meet.
aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  auto archiving = aio::create_task(archive(bulletin), "archive");

  std::vector<std::string> missed;
  std::exception_ptr interrupted;
  try {
    for (const std::string& hut : huts) {
      try {
        co_await radio(hut, bulletin);
      } catch (const aio::Error&) {
        missed.push_back(hut);
      }
    }
  } catch (...) {
    interrupted = std::current_exception();
    archiving.cancel();
  }

  try {
    co_await archiving;
  } catch (const aio::CancelledError&) {
    if (!interrupted) throw;
  }
  if (interrupted) std::rethrow_exception(interrupted);
  co_return missed;
}
