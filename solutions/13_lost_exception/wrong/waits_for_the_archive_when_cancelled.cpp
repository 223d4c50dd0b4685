// Loses: stops_when_cancelled
// "Whatever happens, the archive has to be complete."
#include <exception>

#include "lost_exception.hpp"

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
  }
  co_await archiving;
  if (interrupted) std::rethrow_exception(interrupted);
  co_return missed;
}
