#include "lost_exception.hpp"

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  // The archive is slow, and the huts should not have to wait for it.
  aio::create_task(archive(bulletin), "archive");

  std::vector<std::string> missed;
  for (const std::string& hut : huts) {
    try {
      co_await radio(hut, bulletin);
    } catch (...) {
      // Snowed in, or the battery is flat. The others want to hear the bulletin all the same.
      missed.push_back(hut);
    }
  }
  co_return missed;
}
