// Loses: stops_when_cancelled
// "A cancellation means: that is enough, give me what you have."
#include "lost_exception.hpp"

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  auto archiving = aio::create_task(archive(bulletin), "archive");
  std::vector<std::string> missed;
  for (const std::string& hut : huts) {
    try {
      co_await radio(hut, bulletin);
    } catch (const aio::CancelledError&) {
      archiving.cancel();
      break;
    } catch (...) {
      missed.push_back(hut);
    }
  }
  try {
    co_await archiving;
  } catch (const aio::CancelledError&) {
    co_return missed;
  }
  co_return missed;
}
