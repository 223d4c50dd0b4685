// Loses: reports_a_failed_archive, stops_when_cancelled, leaves_nothing_running
// "It was the catch (...). Now it takes errors only."
#include "lost_exception.hpp"

aio::Task<std::vector<std::string>> send_bulletin(
    std::string bulletin, std::vector<std::string> huts,
    std::function<aio::Task<>(std::string hut, std::string bulletin)> radio,
    std::function<aio::Task<>(std::string bulletin)> archive) {
  aio::create_task(archive(bulletin), "archive");
  std::vector<std::string> missed;
  for (const std::string& hut : huts) {
    try {
      co_await radio(hut, bulletin);
    } catch (const aio::Error&) {
      missed.push_back(hut);
    }
  }
  co_return missed;
}
