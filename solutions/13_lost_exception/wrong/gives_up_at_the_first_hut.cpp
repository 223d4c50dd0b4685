// Loses: keeps_the_huts_informed
// "No handler swallows anything if there is no handler."
#include <exception>

#include "lost_exception.hpp"

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  auto archiving = aio::create_task(archive(bulletin), "archive");
  std::exception_ptr interrupted;
  try {
    for (const std::string& hut : huts) co_await radio(hut, bulletin);
  } catch (const aio::Error&) {
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
  co_return std::vector<std::string>();
}
