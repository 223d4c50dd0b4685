// Loses: reports_a_failed_archive, stops_when_cancelled, leaves_nothing_running
// "If it has failed by then, result() throws."
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
    } catch (const aio::Error&) {
      missed.push_back(hut);
    }
  }
  if (archiving.done()) archiving.result();
  co_return missed;
}
